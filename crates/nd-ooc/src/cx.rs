//! [`Cx`]: what a thread has while it makes regions: results of earlier stages, what was read
//! ahead, what was made already, and buffers to use again.

use crate::block::Block;
use crate::error::{Error, ErrorKind, Result};
use crate::fold::Stage;
use crate::node::{Kind, Need, Node};
use crate::regions::{holds, inside};
use nd_core::{AnyArray, DType, Shape};
use nd_io::{Dataset, Region};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A result of a stage.
#[derive(Clone)]
pub(crate) enum Kept {
    Memory(Arc<AnyArray>),
    File(Dataset),
}

impl Kept {
    /// A part of it.
    pub(crate) fn read(&self, region: &Region, cx: &mut Cx<'_>) -> Result<Block> {
        match self {
            Kept::Memory(whole) => {
                let all = Region::all(whole.shape());
                Ok(Block::Lent(Arc::clone(whole), Some(inside(&all, region))))
            }
            Kept::File(dataset) => cx.read(dataset, region).map(Block::Owned),
        }
    }
}

/// A pointer that tells nodes, or stages, apart; never followed.
pub(crate) type Id = usize;

pub(crate) fn id<T: ?Sized>(of: &Arc<T>) -> Id {
    Arc::as_ptr(of).cast::<()>() as usize
}

/// What all threads of a pass share.
pub(crate) struct Shared<'r> {
    /// Results of earlier stages.
    pub(crate) results: &'r HashMap<Id, Vec<Kept>>,
    /// Nodes that several others need, and how many do.
    pub(crate) uses: HashMap<Id, usize>,
    /// Bytes that came out of sources.
    pub(crate) read: AtomicU64,
}

/// Made once, for whoever else asks for it.
struct Made {
    node: Id,
    region: Region,
    block: Block,
    left: usize,
}

/// What a thread has while it makes regions.
pub(crate) struct Cx<'r> {
    shared: &'r Shared<'r>,
    /// Parts of sources that were read as a whole, by node.
    staged: HashMap<Id, Vec<(Region, Arc<AnyArray>)>>,
    made: Vec<Made>,
    spare: Vec<AnyArray>,
    /// What is being made, for messages.
    doing: Vec<(Doing, Region)>,
}

/// A region that is being made: what it needs, and what of that is there.
struct Open<'n> {
    node: &'n Arc<Node>,
    region: Region,
    needs: std::vec::IntoIter<Need>,
    inputs: Vec<Block>,
}

impl<'n> Open<'n> {
    fn new(node: &'n Arc<Node>, region: Region) -> Open<'n> {
        let needs = match &node.kind {
            Kind::Pull(op) => op.needs(node, &region),
            Kind::Output(..) => Vec::new(),
        };
        Open { node, region, inputs: Vec::with_capacity(needs.len()), needs: needs.into_iter() }
    }

    /// What is needed next.
    fn next(&mut self) -> Option<(&'n Arc<Node>, Region)> {
        self.needs.next().map(|need| (&self.node.inputs[need.input], need.region))
    }
}

/// What was being done when something panicked.
enum Doing {
    Node(Arc<Node>),
    Stage(Arc<Stage>),
}

/// Buffers that a thread keeps to read into.
pub(crate) const SPARE: usize = 4;
/// Bytes of a buffer of which no second one of the same size is kept.
pub(crate) const LARGE: usize = 1 << 20;

impl<'r> Cx<'r> {
    pub(crate) fn new(shared: &'r Shared<'r>) -> Cx<'r> {
        let staged = HashMap::new();
        Cx { shared, staged, made: Vec::new(), spare: Vec::new(), doing: Vec::new() }
    }

    /// The elements of a region of a node.
    ///
    /// Without recursion: expressions may be longer than a stack is deep.
    pub(crate) fn pull(&mut self, node: &Arc<Node>, region: &Region) -> Result<Block> {
        if let Some(block) = self.ready(node, region)? {
            return Ok(block);
        }
        let mut open = vec![Open::new(node, *region)];
        loop {
            let last = open.last_mut().expect("the first is left last");
            if let Some((input, region)) = last.next() {
                match self.ready(input, &region)? {
                    Some(block) => last.inputs.push(block),
                    None => open.push(Open::new(input, region)),
                }
                continue;
            }
            let done = open.pop().expect("looked at above");
            let block = self.make(done)?;
            match open.last_mut() {
                Some(waiting) => waiting.inputs.push(block),
                None => return Ok(block),
            }
        }
    }

    /// As [`pull`](Self::pull), for what is asked of nobody else: nothing is kept of it.
    pub(crate) fn pull_alone(&mut self, node: &Arc<Node>, region: &Region) -> Result<Block> {
        let made = std::mem::take(&mut self.made);
        let block = self.pull(node, region);
        self.next();
        self.made = made;
        block
    }

    /// What is there without making it: results of stages, what was read ahead, what was made before.
    fn ready(&mut self, node: &Arc<Node>, region: &Region) -> Result<Option<Block>> {
        if let Some(block) = self.made_before(id(node), region) {
            return Ok(Some(block));
        }
        if let Kind::Output(stage, output) = &node.kind {
            let block = self.result(stage, *output, region)?;
            return Ok(Some(self.shared_out(node, region, block)));
        }
        let staged = self.staged(id(node), region);
        Ok(staged.map(|(whole, array)| Block::Lent(Arc::clone(array), Some(inside(whole, region)))))
    }

    /// Makes a region of which all inputs are there.
    fn make(&mut self, open: Open<'_>) -> Result<Block> {
        let Open { node, region, mut inputs, .. } = open;
        let Kind::Pull(op) = &node.kind else { unreachable!("results of stages are ready") };
        self.doing.clear();
        self.doing.push((Doing::Node(Arc::clone(node)), region));
        let block = op
            .compute(node, &region, &mut inputs, self)
            .map_err(|error| error.during(|| op.name(), &region))?;
        inputs.into_iter().for_each(|input| self.recycle(input));
        debug_assert_eq!(block.view().shape(), region.shape(), "{}", op.name());
        Ok(self.shared_out(node, &region, block))
    }

    /// Keeps what others will ask for as well.
    fn shared_out(&mut self, node: &Arc<Node>, region: &Region, block: Block) -> Block {
        let uses = self.shared.uses.get(&id(node)).copied().unwrap_or(1);
        if uses == 1 {
            return block;
        }
        let (block, copy) = block.shared();
        self.made.push(Made { node: id(node), region: *region, block, left: uses - 1 });
        copy
    }

    fn made_before(&mut self, node: Id, region: &Region) -> Option<Block> {
        let at = self.made.iter().position(|made| made.node == node && made.region == *region)?;
        if self.made[at].left > 1 {
            self.made[at].left -= 1;
            let made = std::mem::replace(&mut self.made[at].block, Block::nothing());
            let (block, copy) = made.shared();
            self.made[at].block = block;
            return Some(copy);
        }
        Some(self.made.swap_remove(at).block)
    }

    fn result(&mut self, stage: &Arc<Stage>, output: usize, region: &Region) -> Result<Block> {
        let kept = &self.shared.results[&id(stage)][output];
        kept.read(region, self)
    }

    /// Forgets what was made, before another region is asked for.
    pub(crate) fn next(&mut self) {
        let made = std::mem::take(&mut self.made);
        made.into_iter().for_each(|made| self.recycle(made.block));
    }

    /// Reads a part of a source as a whole, to be looked at piece by piece.
    pub(crate) fn stage(
        &mut self,
        node: &Arc<Node>,
        dataset: &Dataset,
        region: &Region,
    ) -> Result<()> {
        let array =
            self.read(dataset, region).map_err(|error| error.during(|| node.name(), region))?;
        self.staged.entry(id(node)).or_default().push((*region, Arc::new(array)));
        Ok(())
    }

    /// Makes a part of a node as a whole, to be looked at piece by piece.
    pub(crate) fn make_whole(&mut self, node: &Arc<Node>, region: &Region) -> Result<()> {
        let array = self.pull(node, region)?.into_array();
        self.next();
        self.staged.entry(id(node)).or_default().push((*region, Arc::new(array)));
        Ok(())
    }

    /// What a source was unpacked into.
    pub(crate) fn unpacked(&self, node: &Node) -> Option<Dataset> {
        match self.shared.results.get(&(std::ptr::from_ref(node) as Id))?.first()? {
            Kept::File(dataset) => Some(dataset.clone()),
            Kept::Memory(_) => None,
        }
    }

    /// Forgets what was read ahead.
    pub(crate) fn unstage(&mut self) {
        let staged = std::mem::take(&mut self.staged);
        staged.into_values().flatten().for_each(|part| self.recycle(Block::Lent(part.1, None)));
    }

    /// The part of a source, read ahead, that holds a region.
    fn staged(&self, node: Id, region: &Region) -> Option<&(Region, Arc<AnyArray>)> {
        self.staged.get(&node)?.iter().find(|(whole, _)| holds(whole, region))
    }

    /// Reads a region of a stored array.
    pub(crate) fn read(&mut self, dataset: &Dataset, region: &Region) -> Result<AnyArray> {
        let shape = Shape::from(region.shape());
        let mut array = self.buffer(dataset.dtype(), shape)?;
        nd_core::with_dtype!(&mut array, |a| dataset.read_into(region, a.view_mut()))?;
        self.shared.read.fetch_add(array.nbytes() as u64, Ordering::Relaxed);
        Ok(array)
    }

    /// An array of any elements.
    pub(crate) fn buffer(&mut self, dtype: DType, shape: Shape) -> Result<AnyArray> {
        let fits = |spare: &AnyArray| spare.dtype() == dtype && spare.size() == shape.size();
        if let Some(at) = self.spare.iter().position(fits) {
            return Ok(self.spare.swap_remove(at).into_reshaped(&shape[..]));
        }
        if shape.size().saturating_mul(dtype.itemsize()) > LARGE {
            // Sizes have changed: those that are kept may never be asked for again.
            self.spare.retain(|spare| spare.nbytes() <= LARGE);
        }
        nd_core::with_dtype!(dtype, T => Ok(nd_core::Array::<T>::try_zeros(shape)?.into()))
    }

    /// Keeps an array's memory for the next one.
    pub(crate) fn recycle(&mut self, block: Block) {
        let array = match block {
            Block::Owned(array) => array,
            Block::Lent(whole, _) => match Arc::try_unwrap(whole) {
                Ok(array) => array,
                Err(_) => return,
            },
            Block::Stretched(..) => return,
        };
        if !array.is_c_contiguous() || array.is_empty() {
            return;
        }
        let same = |spare: &AnyArray| spare.nbytes() == array.nbytes();
        if array.nbytes() > LARGE && self.spare.iter().any(same) {
            return;
        }
        if self.spare.len() == SPARE {
            self.spare.remove(0);
        }
        self.spare.push(array);
    }

    /// Notes which stage folds what was pulled, for messages.
    pub(crate) fn folding(&mut self, stage: &Arc<Stage>, region: &Region) {
        self.doing.clear();
        self.doing.push((Doing::Stage(Arc::clone(stage)), *region));
    }

    /// A panic as an error of the operation in which it happened.
    pub(crate) fn panicked(&mut self, panic: &(dyn std::any::Any + Send)) -> Error {
        let message = match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
            (Some(text), _) => (*text).to_owned(),
            (_, Some(text)) => text.clone(),
            _ => "with a value that is no text".to_owned(),
        };
        let error = Error::from(ErrorKind::Panicked(message));
        match self.doing.pop() {
            Some((Doing::Node(node), region)) => error.during(|| node.name(), &region),
            Some((Doing::Stage(stage), region)) => error.during(|| stage.fold.name(), &region),
            None => error,
        }
    }
}
