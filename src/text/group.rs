//! Lists of lists in two flat ones.

/// Where the members of each of `count` groups begin when they lie group by group, and where the last ends;
/// `groups` are those of all members, in any order.
pub fn starts(groups: impl Iterator<Item = u32>, count: usize) -> Vec<u32> {
    let mut starts = vec![0; count + 1];
    groups.for_each(|group| starts[group as usize + 1] += 1);
    for group in 0..count {
        starts[group + 1] += starts[group];
    }
    starts
}

/// The members in the order of their groups, those of one group in the order in which they came, and where each
/// group begins.
pub fn grouped<T: Copy>(members: &[T], group: impl Fn(&T) -> u32, count: usize) -> (Vec<T>, Vec<u32>) {
    let starts = starts(members.iter().map(&group), count);
    let mut next = starts.clone();
    let mut order = vec![0_u32; members.len()];
    for (i, member) in members.iter().enumerate() {
        let place = &mut next[group(member) as usize];
        order[*place as usize] = i as u32;
        *place += 1;
    }
    (order.into_iter().map(|i| members[i as usize]).collect(), starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order_in_their_group() {
        let (members, starts) = grouped(&[(2, 'a'), (0, 'b'), (2, 'c')], |member| member.0, 4);
        assert_eq!(members, [(0, 'b'), (2, 'a'), (2, 'c')]);
        assert_eq!(starts, [0, 1, 1, 3, 3]);
    }
}
