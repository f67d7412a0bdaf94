import styles from "./name.module.css";

/** Longer names may break anywhere; shorter ones never break at a hyphen. */
const longestUnbroken = 18;

/** A name of the estate, whole. A host name is cut in its middle, whole on hover: `mi-ops-neu.4c1e…windows.net`. */
export function Name({ text }: { text: string }) {
  if (text.length <= longestUnbroken) return <span className="name">{text}</span>;
  const isHost = text.includes(".") && text.length > 28;
  return (
    <span className={styles.long} title={text}>
      {isHost ? `${text.slice(0, 15)}…${text.slice(-11)}` : text}
    </span>
  );
}
