import styles from "./spark.module.css";

const width = 96;
const height = 16;
const inset = 2;

/** Small line of one table row: ink, own scale from 0, gaps hatched, the last point a dot. `label` says what and how much; a caption must stand beside it. */
export function Spark({ points, label }: { points: readonly (number | null)[]; label: string }) {
  const { path, gaps, last } = sparkShape(points);
  return (
    <svg
      className={styles.spark}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      {gaps.map((gap) => (
        <rect key={gap.from} x={gap.from} width={gap.width} height={height} fill="url(#hatch-small)" opacity="0.55" />
      ))}
      <path d={path} />
      {last && <circle cx={last.x} cy={last.y} r="1.75" />}
    </svg>
  );
}

/** Geometry in the 96 × 16 box. A gap before the first point is blank (nothing was measured yet); any later gap is hatched; a line never crosses one. */
export function sparkShape(points: readonly (number | null)[]): {
  path: string;
  gaps: { from: number; width: number }[];
  last: { x: number; y: number } | null;
} {
  const top = Math.max(0, ...points.filter((point) => point !== null));
  const step = points.length > 1 ? width / (points.length - 1) : width;
  const round = (value: number) => Math.round(value * 10) / 10;
  const xOf = (index: number) => round(index * step);
  const yOf = (value: number) => round(height - inset - (top === 0 ? 0 : (value / top) * (height - 2 * inset)));
  const gaps: { from: number; width: number }[] = [];
  let path = "";
  let lastKnown = -1;
  for (const [index, point] of points.entries()) {
    if (point === null) continue;
    const continues = lastKnown === index - 1 && lastKnown >= 0;
    if (lastKnown >= 0 && !continues) gaps.push({ from: xOf(lastKnown), width: round((index - lastKnown) * step) });
    path += `${continues ? "L" : "M"}${xOf(index)} ${yOf(point)}`;
    lastKnown = index;
  }
  if (lastKnown >= 0 && lastKnown < points.length - 1)
    gaps.push({ from: xOf(lastKnown), width: round(width - lastKnown * step) });
  const newest = points.at(-1);
  return { path, gaps, last: newest === null || newest === undefined ? null : { x: width, y: yOf(newest) } };
}
