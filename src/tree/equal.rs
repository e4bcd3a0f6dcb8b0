//! Whether two values are the same.

use super::{NodeId, Tree};

impl Tree {
    /// Whether two nodes say the same, wherever they stand; the order of members does not count. Numbers are compared
    /// as they are written.
    pub fn equal(&self, left: NodeId, right: NodeId) -> bool {
        let mut pairs = vec![(left, right)];
        while let Some((left, right)) = pairs.pop() {
            if left == right {
                continue;
            }
            if self.kind(left) != self.kind(right) || self.text(left) != self.text(right) {
                return false;
            }
            let (mut lefts, mut rights) = (self.children(left), self.children(right));
            let object = self.is_object(left);
            loop {
                match (lefts.next(), rights.next()) {
                    (None, None) => break,
                    (Some(one), Some(other)) if !object || self.key(one) == self.key(other) => {
                        pairs.push((one, other))
                    }
                    (Some(one), Some(_)) if object => match self.get(right, self.key(one)) {
                        Some(other) => pairs.push((one, other)),
                        None => return false,
                    },
                    _ => return false,
                }
            }
        }
        true
    }
}
