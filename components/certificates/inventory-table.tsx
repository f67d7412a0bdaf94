"use client";

import NextLink from "next/link";
import { keepUnits } from "../../lib/format/words.ts";
import { Age } from "../ui/age.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import { DefinitionList } from "../ui/definition-list.tsx";
import { Moment } from "../ui/moment.tsx";
import { Name } from "../ui/name.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { asCell, asRow, asRowHead, asTable } from "../ui/table-roles.ts";
import { VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import { CertificateCopies } from "./certificate-copies.tsx";
import { daysWords, type Entry, entryAnchor, kindWords, shortThumbprint } from "./certificate-words.ts";
import styles from "./inventory.module.css";
import { RenewalNote } from "./renewal-note.tsx";
import { RotationRunbook } from "./rotation-runbook.tsx";

/** Links named in the row itself; the rest folds out. */
const namedLinks = 3;
/** A root of a large estate carries every link; beyond this many they are only counted. */
const unfoldedLinks = 60;

/** One certificate a row, and below it what folds out: its links, its names, its rotation. */
export function InventoryTable({
  entries,
  caption,
  readAt,
  onNoted,
}: {
  entries: readonly Entry[];
  caption: string;
  readAt: string;
  onNoted: () => void;
}) {
  return (
    <table className={styles.inventory} {...asTable}>
      <caption className="sr">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Certificate</th>
          <th scope="col">What is so</th>
          <th scope="col">Links</th>
          <th scope="col" className={styles.number}>
            Expires
          </th>
          <th scope="col">Renewed by</th>
          <th scope="col" className={styles.number}>
            Who says
          </th>
        </tr>
      </thead>
      {entries.map((entry) => (
        <tbody key={entry.key} id={entryAnchor(entry.key)}>
          <EntryRow entry={entry} onNoted={onNoted} />
          <tr {...asRow}>
            <td {...asCell} colSpan={6}>
              <Details entry={entry} readAt={readAt} />
            </td>
          </tr>
        </tbody>
      ))}
    </table>
  );
}

function EntryRow({ entry, onNoted }: { entry: Entry; onNoted: () => void }) {
  return (
    <tr {...asRow}>
      <th scope="row" {...asRowHead}>
        <span className={styles.certificate}>
          <VerdictMark verdict={entry.verdict} />
          <span>
            <b>{entry.name}</b>
            <small>{kindWords[entry.kind]}</small>
            <small className={styles.servers}>
              {entry.servers.map((server) => (
                <Name key={server.name} text={server.name} />
              ))}
            </small>
          </span>
        </span>
      </th>
      <td {...asCell} className={styles.reason}>
        <Sentence text={entry.reason} />
        {entry.remarks.map((remark) => (
          <small key={remark}>
            <Sentence text={remark} />
          </small>
        ))}
        <CertificateCopies copies={entry.copies} renewedBy={entry.renewedBy} />
      </td>
      <td {...asCell} data-label="Links" className={styles.links}>
        <b>{entry.links.length}</b>
        {entry.links.slice(0, namedLinks).map((link) => (
          <NextLink key={link.linkId} href={`/links/${encodeURIComponent(link.linkId)}`} prefetch={false}>
            {link.name}
          </NextLink>
        ))}
        {entry.links.length > namedLinks && <small>and {entry.links.length - namedLinks} more, below</small>}
      </td>
      <td {...asCell} data-label="Expires" className={styles.number}>
        {entry.expiresAt === null ? <span className={styles.unknown}>not known</span> : <Moment at={entry.expiresAt} />}
        {entry.expiresAt !== null && (
          <small className={styles.left} data-verdict={isNear(entry) ? entry.verdict : undefined}>
            {keepUnits(daysWords(entry.daysLeft))}
          </small>
        )}
      </td>
      <td {...asCell} data-label="Renewed by">
        <RenewalNote entry={entry} onNoted={onNoted} />
      </td>
      <td {...asCell} data-label="Who says" className={styles.number}>
        <span className={styles.voices}>
          {entry.voices.map((voice) => (
            <span key={`${voice.server}${voice.vantage}`} title={voice.server}>
              <VantageMark vantage={voice.vantage} withWord={false} /> <Age at={voice.at} suffix=" ago" />
            </span>
          ))}
        </span>
      </td>
    </tr>
  );
}

/** Its days are what someone has to look at; at 60 they are only a note. */
function isNear({ renewedBy, milestone }: Entry): boolean {
  return renewedBy === "you" && milestone !== null && milestone !== 60;
}

function Details({ entry, readAt }: { entry: Entry; readAt: string }) {
  const rest = entry.links.slice(namedLinks, unfoldedLinks);
  return (
    <details className={styles.details}>
      <summary>Thumbprint, subject and rotation of {entry.name}</summary>
      <DefinitionList
        columns={4}
        items={[
          {
            term: "Thumbprint, SHA-1",
            value:
              entry.thumbprint === null ? (
                <span className="faint">not reported</span>
              ) : (
                <span className={styles.thumbprint}>
                  <code className="mono" title={entry.thumbprint}>
                    {shortThumbprint(entry.thumbprint)}
                  </code>
                  <CopyText text={entry.thumbprint} label={`Copy the thumbprint of ${entry.name}`} />
                </span>
              ),
          },
          { term: "Subject", value: entry.subject ?? <span className="faint">not reported</span> },
          { term: "Issuer", value: entry.issuer ?? <span className="faint">not reported</span> },
          {
            term: "Valid from",
            value:
              entry.startsAt === null ? <span className="faint">not reported</span> : <Moment at={entry.startsAt} />,
          },
        ]}
      />
      {rest.length > 0 && (
        <p className={styles.rest}>
          <span className="faint">More links:</span>
          {rest.map((link) => (
            <NextLink key={link.linkId} href={`/links/${encodeURIComponent(link.linkId)}`} prefetch={false}>
              {link.name}
            </NextLink>
          ))}
          {entry.links.length > unfoldedLinks && (
            <span className="faint">and {entry.links.length - unfoldedLinks} more</span>
          )}
        </p>
      )}
      <RotationRunbook entry={entry} readAt={readAt} />
    </details>
  );
}
