//! A model of decision trees, as it is read from its text.
//!
//! The first line is `base N`. Each other line is one tree in the order of a walk:
//! `FIGURE:LIMIT` is a fork, to the left where the figure is at most the limit; `=VALUE` is an
//! end. The sum of the ends is the log-odds.

/// A model.
#[derive(Debug, Default)]
pub struct TreeModel {
    base: f32,
    trees: Vec<Vec<TreeNode>>,
}

#[derive(Clone, Copy, Debug)]
enum TreeNode {
    Fork {
        figure: usize,
        limit: f32,
        right: usize,
    },
    End(f32),
}

impl TreeModel {
    /// Reads a model; lines that are none are left out.
    #[must_use]
    pub fn parse(text: &str) -> TreeModel {
        let mut model = TreeModel::default();
        for line in text.lines() {
            if let Some(base) = line.strip_prefix("base ") {
                model.base = base.trim().parse().unwrap_or_default();
                continue;
            }
            let mut nodes = Vec::new();
            let mut waiting: Vec<usize> = Vec::new();
            for token in line.split_whitespace() {
                if let Some((figure, limit)) = token.split_once(':') {
                    waiting.push(nodes.len());
                    nodes.push(TreeNode::Fork {
                        figure: figure.parse().unwrap_or_default(),
                        limit: limit.parse().unwrap_or_default(),
                        right: 0,
                    });
                    continue;
                }
                let value = token.trim_start_matches('=').parse().unwrap_or_default();
                nodes.push(TreeNode::End(value));
                let next = nodes.len();
                // An end closes the left side of the nearest fork that is still open.
                if let Some(fork) = waiting.pop()
                    && let TreeNode::Fork { right, .. } = &mut nodes[fork]
                {
                    *right = next;
                }
            }
            if !nodes.is_empty() {
                model.trees.push(nodes);
            }
        }
        model
    }

    /// Returns how likely a row is to be article text, 0 to 1.
    #[must_use]
    pub fn predict(&self, row: &[f32]) -> f32 {
        let mut sum = self.base;
        for nodes in &self.trees {
            let mut at = 0;
            while let Some(TreeNode::Fork {
                figure,
                limit,
                right,
            }) = nodes.get(at)
            {
                let left = row.get(*figure).copied().unwrap_or_default() <= *limit;
                at = if left { at + 1 } else { *right };
            }
            if let Some(TreeNode::End(value)) = nodes.get(at) {
                sum += value;
            }
        }
        1.0 / (1.0 + (-sum).exp())
    }
}
