//! The one walk over the tree of a query: what asks the index, the bookmarks or an article
//! says only what a leaf is and how results are put together.

use super::ast::{Leaf, QueryNode};

/// What is done with the nodes of a query.
pub(crate) trait QueryVisitor {
    /// What a node comes to; a node that was not understood comes to nothing.
    type Output;
    /// Why the walk ends early.
    type Error;

    /// Returns what a leaf comes to; `negated` if it, or what it stands in, is not wanted.
    fn leaf(&mut self, leaf: &Leaf, negated: bool) -> Result<Option<Self::Output>, Self::Error>;

    /// Returns what has all of `wanted` and none of `unwanted`. Not both are empty.
    fn all(&mut self, wanted: Vec<Self::Output>, unwanted: Vec<Self::Output>) -> Self::Output;

    /// Returns what has one of these, at least one.
    fn any(&mut self, alternatives: Vec<Self::Output>) -> Self::Output;

    /// Called before and after nodes of which one is enough.
    fn on_alternatives(&mut self, _entered: bool) {}

    /// Called before what is not wanted; returns `false` if nothing is to be done with it.
    fn enters_negation(&mut self, _inner: &QueryNode) -> bool {
        true
    }
}

/// Walks over nodes all of which are wanted.
pub(crate) fn walk_all<V: QueryVisitor>(
    visitor: &mut V,
    nodes: &[QueryNode],
    negated: bool,
) -> Result<Option<V::Output>, V::Error> {
    let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
    for node in nodes {
        match node {
            QueryNode::Not(inner) if visitor.enters_negation(inner) => {
                unwanted.extend(walk(visitor, inner, true)?);
            }
            QueryNode::Not(_) => {}
            node => wanted.extend(walk(visitor, node, negated)?),
        }
    }
    if unwanted.is_empty() && wanted.len() == 1 {
        return Ok(wanted.pop());
    }
    let understood = !(wanted.is_empty() && unwanted.is_empty());
    Ok(understood.then(|| visitor.all(wanted, unwanted)))
}

/// Walks over a node.
pub(crate) fn walk<V: QueryVisitor>(
    visitor: &mut V,
    node: &QueryNode,
    negated: bool,
) -> Result<Option<V::Output>, V::Error> {
    match node {
        QueryNode::All(nodes) => walk_all(visitor, nodes, negated),
        QueryNode::Not(_) => walk_all(visitor, std::slice::from_ref(node), negated),
        QueryNode::Any(nodes) => {
            let mut alternatives = Vec::new();
            visitor.on_alternatives(true);
            for node in nodes {
                alternatives.extend(walk(visitor, node, negated)?);
            }
            visitor.on_alternatives(false);
            Ok((!alternatives.is_empty()).then(|| visitor.any(alternatives)))
        }
        QueryNode::Leaf(leaf) => visitor.leaf(leaf, negated),
    }
}
