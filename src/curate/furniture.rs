//! Words that a page wraps around its articles: buttons, invitations, notes on rights.
//! In the languages of the pages that were measured.

/// Lines that are furniture as a whole, folded (lower case, no punctuation at the ends).
const WHOLE: &[&str] = &[
    "share", "share this", "share this article", "share article", "share this story", "share this post", "share on facebook", "share on twitter", "tweet", "email", "print", "print article",
    "copy link", "link copied", "save", "save article", "comments", "comment", "leave a comment", "leave a reply", "add a comment", "post a comment", "view comments", "read comments", "join the conversation",
    "read more", "read next", "read also", "also read", "more", "see more", "load more", "show more", "learn more", "view more", "view all", "see all", "continue reading", "find out more", "click here", "watch", "listen", "play", "watch live",
    "advertisement", "advertisment", "ad", "ads", "sponsored", "sponsored content", "promoted", "promoted stories", "story continues below advertisement", "article continues below", "article continues after ad", "continue reading the main story",
    "related", "related articles", "related stories", "related topics", "related content", "related posts", "related links", "more on this story", "more stories", "more from", "more news", "you may also like", "you might also like", "recommended", "recommended for you", "most read", "most popular", "popular", "trending", "trending now", "latest news", "latest stories", "top stories", "up next", "go deeper", "what to read next", "around the web", "from the web", "don't miss", "editor's picks", "editors' picks", "read this next", "more in",
    "subscribe", "subscribe now", "sign up", "sign in", "log in", "login", "register", "newsletter", "newsletters", "sign up for our newsletter", "get the newsletter", "follow us", "follow", "follow us on", "connect with us", "contact us", "contact", "about us", "advertise", "advertise with us", "donate", "support us",
    "menu", "search", "home", "skip to content", "skip to main content", "skip to navigation", "close", "open menu", "toggle navigation", "back to top", "previous", "next", "previous article", "next article", "previous post", "next post", "privacy policy", "terms of use", "terms of service", "terms and conditions", "cookie policy", "cookie settings", "all rights reserved", "sitemap", "accept", "accept all", "reject all", "manage preferences",
    "about the author", "about the authors", "about author", "written by", "author", "tags", "topics", "filed under", "categories", "category", "table of contents", "contents", "in this article", "font size", "text size", "image", "photo", "getty images", "photos", "video", "gallery", "facebook", "twitter", "x", "whatsapp", "linkedin", "pinterest", "reddit", "telegram", "instagram", "youtube", "flipboard", "messenger", "bluesky", "threads", "pocket", "google", "rss",
    "teilen", "drucken", "merken", "kommentare", "kommentar", "mehr", "mehr lesen", "weiterlesen", "lesen sie auch", "mehr zum thema", "zum thema", "auch interessant", "das könnte sie auch interessieren", "das könnte dich auch interessieren", "anzeige", "werbung", "startseite", "suche", "menü", "anmelden", "abo", "abonnieren", "jetzt abonnieren", "schliessen", "schließen", "zurück", "impressum", "datenschutz", "agb", "kontakt", "themen", "schlagworte", "vorlesen", "link kopieren", "artikel anhören", "meistgelesen", "empfehlungen", "bild", "foto",
    "partager", "imprimer", "commentaires", "lire aussi", "à lire aussi", "lire la suite", "publicité", "s'abonner", "se connecter", "abonnez-vous", "accueil", "rechercher", "fermer", "sur le même sujet", "les plus lus", "contactez-nous", "mentions légales",
    "compartir", "imprimir", "comentarios", "leer más", "leer mas", "lea también", "le puede interesar", "más información", "publicidad", "suscríbete", "suscribirse", "iniciar sesión", "inicio", "buscar", "cerrar", "más leídas", "lo más leído", "te puede interesar", "noticias relacionadas", "archivado en",
    "condividi", "stampa", "commenti", "leggi anche", "leggi tutto", "pubblicità", "abbonati", "accedi", "cerca", "chiudi", "ultime notizie",
    "compartilhe", "compartilhar", "comentários", "leia também", "leia mais", "saiba mais", "publicidade", "assine", "entrar", "buscar", "mais lidas",
    "del", "dela", "läs mer", "läs också", "les mer", "les også", "annonse", "annons", "logg inn", "logga in", "kommentarer", "delen", "lees ook", "lees meer", "advertentie", "inloggen", "reacties",
    "udostępnij", "czytaj także", "czytaj więcej", "reklama", "komentarze", "sdílet", "čtěte také", "diskuse", "reklama", "поделиться", "читайте также", "реклама", "комментарии", "поділитися", "читайте також", "paylaş", "yorumlar", "reklam", "chia sẻ", "bình luận", "bagikan", "baca juga", "komentar", "dalintis", "komentarai", "広告", "シェア", "関連記事", "분享", "공유", "댓글", "分享", "评论", "相关阅读",
];

/// What furniture begins with.
const BEGINS: &[&str] = &[
    "share this", "share on", "share via", "share to", "click to share", "follow us", "follow @", "sign up for", "sign up to", "sign in to", "log in to", "subscribe to", "subscribe for", "subscribe now", "get the latest", "get our", "get breaking", "get unlimited", "join our", "join the", "download our", "download the", "click here", "read more", "read also", "read next", "also read", "read:", "related:", "related ", "see also", "more from", "more on", "watch:", "watch |", "listen:", "photo:", "photo by", "image:", "image credit", "image source", "file photo", "picture:", "credit:", "photograph:", "illustration:", "video:", "source:", "getty", "©", "(c) ", "copyright", "all rights reserved", "this site", "this website", "we use cookies", "our website uses", "by clicking", "by signing", "by subscribing", "you can unsubscribe", "thank you for", "thanks for", "please enter", "please enable", "enter your", "your email", "leave a", "post a comment", "comments are", "view all", "view more", "see all", "back to", "skip to", "posted in", "filed under", "posted by", "posted on", "published", "updated", "last updated", "first published", "tags:", "categories:", "topics:", "about the author", "written by", "by ", "reporting by", "editing by", "additional reporting", "min read", "advertisement", "sponsored", "support our", "support independent", "become a", "donate", "buy now", "shop ", "order now", "this article was", "this story was", "this post", "originally published", "the views expressed", "the opinions", "disclaimer", "disclosure", "for more", "to learn more", "learn more", "contact us", "contact the", "send tips", "got a tip", "have a tip", "like us", "download", "reprints", "want more", "want to", "don't miss", "we may earn", "affiliate", "font size", "copy link",
    "lesen sie", "mehr zum", "mehr dazu", "foto:", "bild:", "quelle:", "von ", "hier geht", "jetzt ", "abonnieren", "der artikel", "dieser artikel", "newsletter", "anzeige", "à lire", "lire aussi", "par ", "photo ", "abonnez", "lee también", "lea también", "te puede", "por ", "foto ", "leggi anche", "leia ", "läs ", "les ", "lees ",
];

/// Returns the line as it is compared: lower case, without punctuation at the ends.
#[must_use]
pub fn folded(line: &str) -> String {
    let line = line.trim_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '@');
    line.to_lowercase().replace('’', "'")
}

/// Returns `true` if the whole line is furniture.
#[must_use]
pub fn is_whole(line: &str) -> bool {
    line.len() < 80 && WHOLE.contains(&folded(line).as_str())
}

/// Returns `true` if the line begins as furniture does.
#[must_use]
pub fn begins(line: &str) -> bool {
    let head: String = line.trim_start().chars().take(40).collect();
    let head = head.to_lowercase().replace('’', "'");
    BEGINS.iter().any(|b| head.starts_with(b))
}

/// What a line begins with that points to another article.
const ELSEWHERE: &[&str] = &[
    "read more", "read also", "also read", "read next", "read:", "related:", "related |", "see also", "more:", "more from", "watch:", "watch |", "listen:", "recommended:", "don't miss", "up next:", "go deeper:", "you may also like", "lesen sie auch", "lesen sie mehr", "mehr zum thema", "auch interessant", "mehr dazu", "lire aussi", "à lire aussi", "lire plus", "lea también", "lee también", "leer más", "le puede interesar", "te puede interesar", "leggi anche", "leia também", "leia mais", "veja também", "les også", "läs också", "läs mer", "lees ook", "czytaj także", "czytaj też", "zobacz także", "čtěte také", "читайте также", "читайте також", "baca juga", "ler também", "ilgili haber", "xem thêm", "関連記事",
];

/// Returns `true` if the line points to another article.
#[must_use]
pub fn points_elsewhere(line: &str) -> bool {
    let head: String = line.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().take(40).collect();
    let head = head.to_lowercase().replace('’', "'");
    ELSEWHERE.iter().any(|b| head.starts_with(b))
}
