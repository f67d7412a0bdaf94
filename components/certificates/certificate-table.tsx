"use client";

import NextLink from "next/link";
import type { CertificateState } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { Age } from "../ui/age.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Moment } from "../ui/moment.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import { asCell, asRow, asRowHead, asTable } from "../ui/table-roles.ts";
import { VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import { daysWords, entryAddress, matchVerdict, matchWords, shortThumbprint, useWords } from "./certificate-words.ts";
import styles from "./certificates.module.css";

/** The certificates this link stands on, the first to expire on top. */
export function CertificateTable({ certificates }: { certificates: readonly Plain<CertificateState>[] }) {
  return (
    <Section id="certificates" folds="phone" title="Certificates" note="Days left are counted from the newest reading">
      {certificates.length === 0 ? (
        <EmptyState title="No certificate was reported">
          Neither side has told its certificates yet. The SQL login needs VIEW ANY DEFINITION to see them.
        </EmptyState>
      ) : (
        <Panel padded={false}>
          <table className={styles.certificates} {...asTable}>
            <thead>
              <tr>
                <th scope="col">Certificate</th>
                <th scope="col">Used by</th>
                <th scope="col">Thumbprint</th>
                <th scope="col">Renewed by</th>
                <th scope="col" className={styles.number}>
                  Expires
                </th>
                <th scope="col" className={styles.number}>
                  Left
                </th>
                <th scope="col" className={styles.number}>
                  Who says
                </th>
              </tr>
            </thead>
            <tbody>
              {certificates.map((certificate) => (
                <tr
                  {...asRow}
                  key={`${certificate.vantage}${certificate.use}${certificate.name}${certificate.thumbprint}`}
                >
                  <th scope="row" {...asRowHead}>
                    <span>
                      <VerdictMark verdict={certificate.verdict} />
                      <NextLink href={entryAddress(certificate, certificates)}>{certificate.name}</NextLink>
                    </span>
                  </th>
                  <td {...asCell} data-label="Used by">
                    {certificate.usedBy}
                    <small>{useWords[certificate.use]}</small>
                    {certificate.use.endsWith("copy") && (
                      // What an older version stored was not compared.
                      <small className={styles.match}>
                        <VerdictMark
                          verdict={matchVerdict(certificate.match ?? null, certificate.renewedBy)}
                          size={14}
                          label={null}
                        />
                        {matchWords(certificate.match ?? null, certificate.renewedBy)}
                      </small>
                    )}
                  </td>
                  <td {...asCell} data-label="Thumbprint">
                    {certificate.thumbprint ? (
                      <code className="mono" title={certificate.thumbprint}>
                        {shortThumbprint(certificate.thumbprint)}
                      </code>
                    ) : (
                      <span className="faint">not reported</span>
                    )}
                  </td>
                  <td {...asCell} data-label="Renewed by">
                    {certificate.renewedBy === "azure" ? "Azure, by itself" : "you"}
                  </td>
                  <td {...asCell} data-label="Expires" className={styles.number}>
                    {certificate.expiresAt ? (
                      <Moment at={certificate.expiresAt} />
                    ) : (
                      <span className={styles.unknown}>not known</span>
                    )}
                  </td>
                  <td {...asCell} data-label="Left" className={styles.number}>
                    {daysWords(certificate.daysLeft)}
                  </td>
                  <td {...asCell} data-label="Who says" className={styles.number}>
                    <span className={styles.said}>
                      <VantageMark vantage={certificate.vantage} withWord={false} />{" "}
                      <Age at={certificate.at} suffix=" ago" />
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      )}
    </Section>
  );
}
