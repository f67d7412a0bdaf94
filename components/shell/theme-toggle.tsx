"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Button } from "../ui/button.tsx";
import { chooseTheme, chosenTheme, subscribeTheme, type Theme } from "./theme.ts";
import styles from "./top-bar.module.css";

const following: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const words: Record<Theme, string> = { system: "as the system", light: "light", dark: "dark" };
const icons = { system: Monitor, light: Sun, dark: Moon };

export function ThemeToggle() {
  const theme = useSyncExternalStore(subscribeTheme, chosenTheme, () => "system" as const);
  const Icon = icons[theme];
  const label = `Colours: ${words[theme]}. Change to ${words[following[theme]]}`;
  return (
    <Button
      look="icon"
      className={styles.theme}
      title={label}
      aria-label={label}
      onClick={() => chooseTheme(following[theme])}
    >
      <Icon aria-hidden="true" />
    </Button>
  );
}
