/** The alarms of the day as a card of the report. */
import type { AlarmEvent } from '../../shared/contract.ts';
import { formatClock, formatCount } from './format.ts';
import { html, type Html } from './html.ts';
import type { NightlyReportData } from './nightly-data.ts';

/** A flapping alarm must not make the mail endless; the page has them all. */
const EVENTS_MAX = 30;

/** Changes of alarm state in order of time; null on a day without any. Never throws. */
export function alarmCard(data: NightlyReportData): Html | null {
  if (data.alarms.length === 0) return null;
  const shown = data.alarms.slice(0, EVENTS_MAX);
  const more = data.alarms.length - shown.length;
  const rows = shown.map((event) => alarmRow(event, data.timeZone));
  const rest = more === 0 ? null : html`<p class="muted">And ${formatCount(more)} more.</p>`;
  return html`<div class="card">
    <h2>Alarms</h2>
    <table class="list">
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Alarm</th>
          <th scope="col">State</th>
          <th scope="col">Reason</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
    ${rest}
  </div> `;
}

function alarmRow(event: AlarmEvent, timeZone: string): Html {
  const group = Object.entries(event.group).map(([key, value]) => `${key}=${value}`);
  const look = event.to === 'ALARM' ? 'bad' : event.to === 'OK' ? 'ok' : '';
  return html`<tr>
    <td class="time">${formatClock(Date.parse(event.at), timeZone)}</td>
    <td>
      <bdi>${event.name}</bdi><br /><span class="muted"><bdi>${group.join(', ')}</bdi></span>
    </td>
    <td class="${look}">${event.to}</td>
    <td><bdi>${event.reason}</bdi></td>
  </tr> `;
}
