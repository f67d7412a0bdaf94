import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { LiveProvider } from "../components/live/live-provider.tsx";
import styles from "../components/shell/shell.module.css";
import { themeScript } from "../components/shell/theme.ts";
import { TopBar } from "../components/shell/top-bar.tsx";
import { ClockProvider } from "../components/ui/clock.tsx";
import { HatchPatterns } from "../components/ui/hatch-patterns.tsx";
import { readEstateHealth } from "./readers.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Linkspan", template: "%s · Linkspan" },
  description: "The health of Azure SQL Managed Instance links",
  icons: { icon: "/icon.svg" },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#13181c" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  const now = new Date();
  // A page may still have something to say when the history is unreachable; so does the frame around it.
  const health = await readEstateHealth(now).catch(() => null);
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant, run before the first paint */}
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <HatchPatterns />
        <a className={styles.skip} href="#main">
          Skip to content
        </a>
        <NuqsAdapter>
          <LiveProvider>
            <ClockProvider readAt={now.toISOString()}>
              <TopBar health={health} />
              <main id="main" className="page" tabIndex={-1}>
                {children}
              </main>
            </ClockProvider>
          </LiveProvider>
        </NuqsAdapter>
      </body>
    </html>
  );
}
