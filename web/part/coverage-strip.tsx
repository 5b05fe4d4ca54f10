/** Coverage of logs by model and hour: one row a model, one cell an hour. */
import type { Completeness } from '../../shared/completeness.ts';
import { coverageCell, coverageText } from '../chart/coverage-spec.ts';
import { formatCount } from '../format/number.ts';
import { formatIso } from '../format/time.ts';

const HOUR_MS = 3_600_000;

interface CoverageStripProps {
  readonly completeness: Completeness;
  readonly zone: string;
}

export function CoverageStrip({ completeness, zone }: CoverageStripProps) {
  const startMs = Date.parse(completeness.from);
  const hourOf = (index: number): string =>
    formatIso(new Date(startMs + index * HOUR_MS).toISOString(), zone, 'dayClock');
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Coverage of logs">
      <table class="data is-quiet coverage">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Where</th>
            <th scope="col">
              {hourOf(0)} to {hourOf(completeness.models[0]?.hours.length ?? 0)}
            </th>
            <th scope="col" class="number">
              Missing
            </th>
            <th scope="col" class="number">
              Coverage
            </th>
          </tr>
        </thead>
        <tbody>
          {completeness.models.map((row) => (
            <tr key={`${row.account} ${row.region} ${row.model}`}>
              <th scope="row">{row.model}</th>
              <td>
                {row.account} {row.region}
              </td>
              <td>
                <span class="coverage-hours">
                  {row.hours.map((hour, index) => {
                    const { look, words } = coverageCell(hour);
                    return (
                      <i
                        class={`coverage-hour is-${look}`}
                        title={`${hourOf(index)}: ${words}`}
                        key={index}
                      />
                    );
                  })}
                </span>
              </td>
              <td class="number">{formatCount(Math.max(0, row.counted - row.logged))}</td>
              <td class="number strong">{coverageText(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
