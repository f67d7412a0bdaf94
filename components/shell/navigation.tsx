"use client";

import { Menu } from "lucide-react";
import NextLink from "next/link";
import { usePathname } from "next/navigation";
import { useRef } from "react";
import { Button } from "../ui/button.tsx";
import { entries, isCurrent } from "./entries.ts";
import styles from "./top-bar.module.css";

/** Entries in the bar; where there is no room for them, in a menu that Esc or a tap beside it closes. */
export function Navigation() {
  const path = usePathname();
  const menu = useRef<HTMLElement>(null);
  const items = entries.map((entry) => (
    <NextLink
      key={entry.href}
      href={entry.href}
      aria-current={isCurrent(entry, path) ? "page" : undefined}
      onClick={() => menu.current?.matches(":popover-open") && menu.current.hidePopover()}
    >
      {entry.word}
    </NextLink>
  ));
  return (
    <>
      <nav className={styles.nav} aria-label="Main">
        {items}
      </nav>
      <Button look="icon" className={styles.menuButton} popoverTarget="main-menu" aria-label="Menu">
        <Menu aria-hidden="true" />
      </Button>
      <nav className={styles.menu} aria-label="Main menu" id="main-menu" popover="auto" ref={menu}>
        {items}
      </nav>
    </>
  );
}
