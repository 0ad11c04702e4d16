//! Writing into masked arrays: what is there afterwards, and what is masked.

use super::{Maskable, MaskedArray, MaskedOperand};
use nd_core::{Array, ArrayLike, IndexElement, Operand, Picks, Shape, ShapeError, SliceItem};

impl<T: Maskable> MaskedArray<T> {
    /// The mask, to write into; made if there is none.
    ///
    /// # NumPy
    /// `a.mask[…] = …`, which does nothing where `a.mask` is `nomask`.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_ops::ma::MaskedArray::from(nd_core::array![1, 2]);
    /// a.mask_mut()[[1]] = true;
    /// assert_eq!(a.to_string(), "[1 --]");
    /// ```
    pub fn mask_mut(&mut self) -> &mut Array<bool> {
        let shape: Shape = self.data.shape().into();
        self.mask.get_or_insert_with(|| Array::full(shape, false))
    }

    /// Another mask: an array of the same shape, or one value for all; `false` for no mask.
    ///
    /// # Panics
    /// If it does not broadcast to the shape.
    ///
    /// # NumPy
    /// `a.mask = mask`, which unmasks nothing of an array with a hard mask.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_ops::ma::MaskedArray::new([1, 2], true);
    /// a.set_mask([true, false]);
    /// assert_eq!(a.to_string(), "[-- 2]");
    /// ```
    #[track_caller]
    pub fn set_mask(&mut self, mask: impl Operand<bool>) {
        let mask = mask.operand().try_broadcast_to(self.shape());
        self.mask = Some(mask.unwrap_or_else(|error| panic!("set_mask: {error}")).to_array());
    }

    /// The element at an index becomes `value`, or masked for `None`.
    ///
    /// # Errors
    /// [`ShapeError::Index`] if there is no such element; nothing is written then.
    ///
    /// # NumPy
    /// `a[i, j] = value`, `a[i, j] = np.ma.masked`.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_ops::ma::MaskedArray::new([1, 2], [false, true]);
    /// a.set(&[0], None)?;
    /// a.set(&[-1], 9)?;
    /// assert_eq!(a.to_string(), "[-- 9]");
    /// # Ok::<_, nd_core::ShapeError>(())
    /// ```
    pub fn set(&mut self, index: &[isize], value: impl Into<Option<T>>) -> Result<(), ShapeError> {
        self.data.item(index)?;
        let items: Vec<SliceItem> = index.iter().map(|&at| SliceItem::from(at)).collect();
        let value = value.into();
        if let Some(value) = value {
            self.data.slice_mut(&items).fill(value);
        }
        if value.is_none() || self.mask.is_some() {
            self.mask_mut().slice_mut(&items).fill(value.is_none());
        }
        Ok(())
    }

    /// The elements of a slice become `values`, masked where those are and not masked elsewhere.
    ///
    /// # Panics
    /// As [`View::slice`](nd_core::View::slice); if the values do not broadcast to the shape of the slice.
    ///
    /// # NumPy
    /// `a[1:] = values` of an array with a soft mask.
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    /// use nd_ops::ma::MaskedArray;
    ///
    /// let mut a = MaskedArray::new([1, 2, 3], [false, true, false]);
    /// a.assign(s![1..], MaskedArray::new([8, 9], [false, true]));
    /// assert_eq!(a.to_string(), "[1 8 --]");
    /// a.assign(s![..], 0);
    /// assert_eq!(a.to_string(), "[0 0 0]");
    /// ```
    #[track_caller]
    pub fn assign(&mut self, items: impl AsRef<[SliceItem]>, values: impl MaskedOperand<T>) {
        self.try_assign(items, values).unwrap_or_else(|error| panic!("{error}"));
    }

    /// As [`assign`](Self::assign), for slices and shapes that come from users. Nothing is written where it is refused.
    ///
    /// # Errors
    /// As [`View::try_slice`](nd_core::View::try_slice); [`ShapeError::BroadcastTo`].
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    ///
    /// let mut a = nd_ops::ma::MaskedArray::new([1, 2, 3], [false, true, false]);
    /// assert!(a.try_assign(s![7], 0).is_err());
    /// assert!(a.try_assign(s![..], [1, 2]).is_err());
    /// assert_eq!(a.to_string(), "[1 -- 3]");
    /// ```
    pub fn try_assign(
        &mut self,
        items: impl AsRef<[SliceItem]>,
        values: impl MaskedOperand<T>,
    ) -> Result<(), ShapeError> {
        let values = values.masked_operand();
        self.data.try_slice_mut(&items)?.try_assign(values.data)?;
        match values.mask {
            Some(mask) => self.mask_mut().slice_mut(&items).assign(mask),
            None if self.mask.is_some() => self.mask_mut().slice_mut(&items).fill(false),
            None => {}
        }
        Ok(())
    }

    /// As [`assign`](Self::assign), but masked elements of the slice stay as they are.
    ///
    /// # Panics
    /// As [`assign`](Self::assign).
    ///
    /// # NumPy
    /// `a[1:] = values` of an array with a hard mask (`a.harden_mask()`); here the assignment says it, not a state of
    /// the array.
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    ///
    /// let mut a = nd_ops::ma::MaskedArray::new([1, 2, 3], [false, true, false]);
    /// a.assign_unmasked(s![..], 9);
    /// assert_eq!(a.to_string(), "[9 -- 9]");
    /// ```
    #[track_caller]
    pub fn assign_unmasked(
        &mut self,
        items: impl AsRef<[SliceItem]>,
        values: impl MaskedOperand<T>,
    ) {
        let values = values.masked_operand();
        let old = self.slice(&items);
        let values = values.try_broadcast_to(old.shape());
        let values = values.unwrap_or_else(|error| panic!("assign_unmasked: {error}"));
        let mixed = match old.mask {
            None => values.to_owned(),
            Some(masked) => super::where_(masked, old, values),
        };
        self.assign(items, mixed);
    }

    /// Masks the elements where `condition` is true.
    ///
    /// # Panics
    /// If it does not broadcast to the shape.
    ///
    /// # NumPy
    /// `a[condition] = np.ma.masked`.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_ops::ma::MaskedArray::new([1, 2, 3], [false, true, false]);
    /// a.mask_where([true, false, false]);
    /// assert_eq!(a.to_string(), "[-- -- 3]");
    /// ```
    #[track_caller]
    pub fn mask_where(&mut self, condition: impl Operand<bool>) {
        let condition = condition.operand();
        if let Err(error) = condition.try_broadcast_to(self.shape()) {
            panic!("mask_where: {error}");
        }
        let mask = self.mask_mut();
        *mask |= condition;
    }

    /// The elements where `condition` is true become `values`, masked where those are and not masked elsewhere.
    ///
    /// `condition` has the shape of the array or of its first axes; `values` broadcast to the shape of the array.
    ///
    /// # Panics
    /// If a shape does not fit.
    ///
    /// # NumPy
    /// `np.ma.putmask(a, condition, values)`, and `a[condition] = value` of one value.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_ops::ma::MaskedArray::new([1, 2, 3], [false, true, false]);
    /// a.assign_where([true, true, false], 0);
    /// assert_eq!(a.to_string(), "[0 0 3]");
    /// ```
    #[track_caller]
    pub fn assign_where(
        &mut self,
        condition: impl ArrayLike<Elem = bool>,
        values: impl MaskedOperand<T>,
    ) {
        let values = values.masked_operand();
        self.data.assign_where(condition.view(), values.data);
        match values.mask {
            Some(mask) => self.mask_mut().assign_where(condition, mask),
            None if self.mask.is_some() => self.mask_mut().assign_where(condition, false),
            None => {}
        }
    }

    /// The elements at places of the array in C order become `values`, masked where those are; see [`Array::put`].
    ///
    /// # Panics
    /// As [`Array::put`].
    ///
    /// # NumPy
    /// `a.put(indices, values)`.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_ops::ma::MaskedArray::new([9, 5, 1], [false, true, false]);
    /// a.put_flat([0, 1], [7, 8]);
    /// assert_eq!(a.to_string(), "[7 8 1]");
    /// ```
    #[track_caller]
    pub fn put_flat<I: IndexElement + Picks>(
        &mut self,
        indices: impl ArrayLike<Elem = I>,
        values: impl MaskedOperand<T>,
    ) {
        let (indices, values) = (indices.view(), values.masked_operand());
        self.data.put_flat(indices, values.data);
        match values.mask {
            Some(mask) => self.mask_mut().put_flat(indices, mask),
            None if self.mask.is_some() => self.mask_mut().put_flat(indices, false),
            None => {}
        }
    }
}
