//! Functions of arrays in memory, lifted to chunked ones.

use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::{ErrorKind, Result};
use crate::node::{Need, Node, Pull};
use crate::regions::stretched;
use nd_core::{Array, CowArray, Shape, Typed, broadcast_shapes};
use nd_io::Region;
use std::marker::PhantomData;
use std::sync::Arc;

/// What writes over its operands where it can.
const OPERATORS: [&str; 10] =
    ["add", "sub", "mul", "div", "rem", "bitand", "bitor", "bitxor", "neg", "not"];

/// A function of one to three arrays that broadcast, element by element.
struct Lifted<A, F> {
    name: &'static str,
    /// Numbers that it was given, for telling it from others.
    said: String,
    f: F,
    /// Whether it writes over an input that nobody else needs.
    in_place: bool,
    of: PhantomData<fn() -> A>,
}

impl<A, F> Lifted<A, F> {
    fn new(name: &'static str, said: String, f: F) -> Self {
        let in_place = OPERATORS.contains(&name);
        Lifted { name, said, f, in_place, of: PhantomData }
    }

    fn title(&self) -> String {
        if self.said.is_empty() { self.name.into() } else { format!("{} {}", self.name, self.said) }
    }
}

/// The regions of inputs that stretch to the result.
fn broadcast_needs(node: &Node, region: &Region) -> Vec<Need> {
    let need = |(at, input): (usize, &Arc<Node>)| Need::new(at, stretched(region, &input.shape));
    node.inputs.iter().enumerate().map(need).collect()
}

/// What a function made, if it has the shape that it must have.
fn checked<T: Typed>(made: Array<T>, region: &Region) -> Result<Block> {
    if made.shape() == region.shape() {
        return Ok(made.into());
    }
    let (found, wanted) = (made.shape().to_vec(), region.shape().to_vec());
    Err(ErrorKind::BlockShape { found, wanted }.into())
}

/// The first of the inputs whose memory a result may take: operators do.
fn reused(node: &Node) -> Option<usize> {
    node.inputs.iter().position(|input| input.dtype == node.dtype && input.shape == node.shape)
}

macro_rules! lifted {
    ($(($($A:ident $a:ident),*) $U:ident;)*) => {$(
        impl<$($A: Typed,)* $U: Typed, Func> Pull for Lifted<($($A,)* $U,), Func>
        where
            Func: Fn($(CowArray<'_, $A>),*) -> Array<$U> + Send + Sync,
        {
            fn name(&self) -> String {
                self.title()
            }

            fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
                broadcast_needs(node, region)
            }

            fn compute(
                &self,
                _: &Node,
                region: &Region,
                inputs: &mut Vec<Block>,
                _: &mut Cx<'_>,
            ) -> Result<Block> {
                let mut inputs = inputs.iter_mut();
                $(let $a = inputs.next().expect("one block for each need").take();)*
                checked((self.f)($($a),*), region)
            }

            fn reuses(&self, node: &Node) -> Option<usize> {
                if self.in_place { reused(node) } else { None }
            }
        }
    )*};
}
lifted! {
    (A a) U;
    (A a, B b) U;
    (A a, B b, C c) U;
}

/// The shape of inputs together.
#[track_caller]
fn together(name: &str, shapes: &[&[usize]]) -> Shape {
    match broadcast_shapes(shapes) {
        Ok(shape) => shape,
        Err(_) => panic!("{name}: shapes {shapes:?} do not broadcast together"),
    }
}

/// A function of one array.
pub(crate) fn lift1<A: Typed, U: Typed>(
    name: &'static str,
    said: impl Into<String>,
    a: &Chunked<A>,
    f: impl Fn(CowArray<'_, A>) -> Array<U> + Send + Sync + 'static,
) -> Chunked<U> {
    let op = Lifted::<(A, U), _>::new(name, said.into(), f);
    Chunked::of(Node::new(op, vec![Arc::clone(&a.node)], a.node.shape, U::DTYPE))
}

/// A function of two arrays.
#[track_caller]
pub(crate) fn lift2<A: Typed, B: Typed, U: Typed>(
    name: &'static str,
    a: &Chunked<A>,
    b: &Chunked<B>,
    f: impl Fn(CowArray<'_, A>, CowArray<'_, B>) -> Array<U> + Send + Sync + 'static,
) -> Chunked<U> {
    let shape = together(name, &[a.shape(), b.shape()]);
    let op = Lifted::<(A, B, U), _>::new(name, String::new(), f);
    let inputs = vec![Arc::clone(&a.node), Arc::clone(&b.node)];
    Chunked::of(Node::new(op, inputs, shape, U::DTYPE))
}

/// A function of three arrays.
#[track_caller]
pub(crate) fn lift3<A: Typed, B: Typed, C: Typed, U: Typed>(
    name: &'static str,
    operands: (&Chunked<A>, &Chunked<B>, &Chunked<C>),
    f: impl Fn(CowArray<'_, A>, CowArray<'_, B>, CowArray<'_, C>) -> Array<U> + Send + Sync + 'static,
) -> Chunked<U> {
    lift3_with(name, "", operands, f)
}

/// A function of three arrays, and of numbers that tell it from others.
#[track_caller]
pub(crate) fn lift3_with<A: Typed, B: Typed, C: Typed, U: Typed>(
    name: &'static str,
    said: impl Into<String>,
    (a, b, c): (&Chunked<A>, &Chunked<B>, &Chunked<C>),
    f: impl Fn(CowArray<'_, A>, CowArray<'_, B>, CowArray<'_, C>) -> Array<U> + Send + Sync + 'static,
) -> Chunked<U> {
    let shape = together(name, &[a.shape(), b.shape(), c.shape()]);
    let op = Lifted::<(A, B, C, U), _>::new(name, said.into(), f);
    let inputs = vec![Arc::clone(&a.node), Arc::clone(&b.node), Arc::clone(&c.node)];
    Chunked::of(Node::new(op, inputs, shape, U::DTYPE))
}
