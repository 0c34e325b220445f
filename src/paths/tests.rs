use super::*;

type Vars = Vec<(&'static str, &'static str)>;

fn lookup(vars: Vars) -> impl Fn(&str) -> Option<OsString> {
    move |name| {
        vars.iter()
            .find(|(n, _)| *n == name)
            .map(|(_, v)| OsString::from(v))
    }
}

fn home() -> PlatformDirs {
    PlatformDirs {
        data: Some("/home/ann/.local/share/diptych".into()),
        cache: Some("/home/ann/.cache/diptych".into()),
        config: Some("/home/ann/.config/diptych".into()),
    }
}

fn at(path: &str, why: &str) -> ResolvedPath {
    resolved(path.into(), why)
}

#[test]
fn the_platform_names_the_folders() {
    let env = lookup(vec![]);
    assert_eq!(
        Environment::new(&env, home()).paths(&[]).unwrap(),
        Paths {
            data: at("/home/ann/.local/share/diptych", "platform data folder"),
            cache: at("/home/ann/.cache/diptych", "platform cache folder"),
            config: at("/home/ann/.config/diptych", "platform config folder"),
            libraries: vec![at(
                "/home/ann/.local/share/diptych/library",
                "in the data folder (platform data folder)"
            )],
        }
    );
}

#[test]
fn a_variable_goes_before_the_platform_and_needs_no_home() {
    let env = lookup(vec![(DATA, "/d"), (CACHE, "/c"), (CONFIG, "/f")]);
    for platform in [home(), PlatformDirs::default()] {
        let paths = Environment::new(&env, platform).paths(&[]).unwrap();
        assert_eq!(paths.data, at("/d", DATA));
        assert_eq!(paths.cache, at("/c", CACHE));
        assert_eq!(paths.config, at("/f", CONFIG));
        assert_eq!(
            paths.libraries,
            [at("/d/library", "in the data folder (DIPTYCH_DATA)")]
        );
    }
}

#[test]
fn an_empty_variable_is_unset() {
    let env = lookup(vec![(DATA, ""), (LIBRARY, ""), ("NO_COLOR", "")]);
    let around = Environment::new(&env, home());
    assert_eq!(around.data().unwrap().why, "platform data folder");
    assert_eq!(around.libraries(&[]).unwrap().len(), 1);
    assert!(!around.no_color());
}

#[test]
fn a_relative_override_is_refused_with_name_value_and_advice() {
    let env = lookup(vec![(DATA, "here/data"), (CACHE, "~/cache")]);
    let around = Environment::new(&env, home());
    assert_eq!(
        around.data().unwrap_err().to_string(),
        "DIPTYCH_DATA is \"here/data\", which is not an absolute path: \
         write the whole path from the root, or unset DIPTYCH_DATA"
    );
    assert_eq!(
        around.cache().unwrap_err().to_string(),
        "DIPTYCH_CACHE is \"~/cache\", which is not an absolute path: \
         write the whole path from the root (\"~\" is not expanded here), or unset DIPTYCH_CACHE"
    );
    assert!(around.libraries(&[]).is_err());
    assert!(around.config().is_ok());
}

#[test]
fn a_home_that_is_relative_is_refused() {
    let env = lookup(vec![("HOME", "somewhere")]);
    let platform = PlatformDirs {
        data: Some("somewhere/.local/share/diptych".into()),
        cache: Some("somewhere/.cache/diptych".into()),
        config: Some("somewhere/.config/diptych".into()),
    };
    let around = Environment::new(&env, platform.clone());
    for error in [around.data(), around.cache(), around.config()] {
        assert_eq!(
            error.unwrap_err().to_string(),
            "HOME is \"somewhere\", which is not an absolute path: \
             write the whole path from the root, or unset HOME"
        );
    }
    assert!(around.libraries(&[]).is_err());
    let env = lookup(vec![("HOME", "somewhere"), (DATA, "/d")]);
    let around = Environment::new(&env, platform);
    assert_eq!(around.data().unwrap(), at("/d", DATA));
}

#[test]
fn without_a_home_the_error_names_the_overrides() {
    let env = lookup(vec![]);
    let error = Environment::new(&env, PlatformDirs::default())
        .data()
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("there is no home folder"), "{error}");
    for name in ["HOME", DATA, CACHE, CONFIG] {
        assert!(error.contains(name), "{error}");
    }
}

#[test]
fn libraries_come_from_options_then_the_variable_then_the_data_folder() {
    let list = std::env::join_paths(["/a", "", "/b"]).unwrap();
    let env = move |name: &str| (name == LIBRARY).then(|| list.clone());
    let around = Environment::new(&env, home());
    assert_eq!(
        around.libraries(&[]).unwrap(),
        [at("/a", LIBRARY), at("/b", LIBRARY)]
    );
    assert_eq!(
        around.libraries(&["x".into(), "/y".into()]).unwrap(),
        [at("x", "--library"), at("/y", "--library")],
        "a path of the command line may be relative to where the command was given"
    );
    let env = lookup(vec![(LIBRARY, "/a:b")]);
    if cfg!(unix) {
        let error = Environment::new(&env, home()).libraries(&[]).unwrap_err();
        assert_eq!(
            error,
            PathError::Relative {
                variable: LIBRARY,
                value: "b".into()
            }
        );
    }
}

#[test]
fn the_terminal_is_told_by_its_variables() {
    let env = lookup(vec![]);
    let bare = Environment::new(&env, home());
    assert!(!bare.no_color() && !bare.in_tmux() && !bare.in_ssh() && !bare.has_display());
    assert_eq!((bare.term().as_str(), bare.locale().as_str()), ("", ""));
    assert!(bare.is_utf8() && bare.editor().is_none());

    let env = lookup(vec![
        ("NO_COLOR", "1"),
        ("TERM", "tmux-256color"),
        ("COLORTERM", "truecolor"),
        ("TMUX", "/tmp/tmux-0/default,1,0"),
        ("SSH_TTY", "/dev/pts/1"),
        ("DISPLAY", ":0"),
        ("VISUAL", "vim -f"),
        ("LC_CTYPE", "de_DE.ISO-8859-1"),
        ("LANG", "en_US.UTF-8"),
    ]);
    let full = Environment::new(&env, home());
    assert!(full.no_color() && full.in_tmux() && full.in_ssh() && full.has_display());
    assert!(!full.in_screen());
    assert_eq!(full.term(), "tmux-256color");
    assert_eq!(full.colorterm(), "truecolor");
    assert_eq!(full.visual(), Some("vim -f".into()));
    assert!(!full.in_wayland());
    assert_eq!(full.temp_dir(), PathBuf::from("/tmp"));
    assert_eq!(full.locale(), "de_DE.ISO-8859-1");
    assert!(!full.is_utf8());
}

#[test]
fn commands_are_found_as_a_shell_finds_them() {
    let env = lookup(vec![("PATH", "/nowhere:/bin"), ("TMPDIR", "/var/tmp")]);
    let around = Environment::new(&env, home());
    assert_eq!(around.find_command("sh"), Some(PathBuf::from("/bin/sh")));
    assert_eq!(
        around.find_command("/bin/sh"),
        Some(PathBuf::from("/bin/sh"))
    );
    assert_eq!(around.find_command("no-such-command"), None);
    assert_eq!(around.temp_dir(), PathBuf::from("/var/tmp"));
}
