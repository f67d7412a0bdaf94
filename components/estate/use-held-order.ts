"use client";

import { type FocusEvent, type PointerEvent, useState } from "react";
import { keepPlaces } from "./arrange.ts";

/** Rows keep their places while the pointer or the focus is in the list. `key` names the view: another sorting is never held back. */
export function useHeldOrder(ids: readonly string[], key: string) {
  const [isPointed, setIsPointed] = useState(false);
  const [isFocused, setIsFocused] = useState(false);
  const [anchor, setAnchor] = useState<{ key: string; ids: readonly string[] } | null>(null);
  const isHeld = (isPointed || isFocused) && anchor?.key === key;
  const { order, moved } = isHeld ? keepPlaces(anchor.ids, ids) : { order: ids, moved: 0 };

  const hold = () => setAnchor((known) => ((isPointed || isFocused) && known?.key === key ? known : { key, ids }));
  return {
    order,
    moved,
    reorder: () => setAnchor({ key, ids }),
    handlers: {
      onPointerEnter(event: PointerEvent) {
        // A finger never leaves; it would hold the order for good.
        if (event.pointerType === "touch") return;
        hold();
        setIsPointed(true);
      },
      onPointerLeave: () => setIsPointed(false),
      onFocus() {
        hold();
        setIsFocused(true);
      },
      onBlur(event: FocusEvent<HTMLElement>) {
        if (!event.currentTarget.contains(event.relatedTarget)) setIsFocused(false);
      },
    },
  };
}
