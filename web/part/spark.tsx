/** A trend line a few dozen pixels high; the figure beside it says what it is of. */
import { sparkPath } from '../chart/spark-spec.ts';

interface SparkProps {
  readonly values: readonly (number | null)[];
  readonly width: number;
  readonly height: number;
  readonly label: string;
}

export function Spark({ values, width, height, label }: SparkProps) {
  const { line, area } = sparkPath(values, { width, height });
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path class="spark-area" d={area} />
      <path class="spark-line" d={line} />
    </svg>
  );
}
