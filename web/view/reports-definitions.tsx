/** What is made again and again: of whose usage, when, in which form, for whom. */
import type { ReportDefinitionReply, ReportsReply } from '../../shared/report-contract.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { question } from '../state/store.ts';
import type { Load } from '../state/use-load.ts';
import { KIND_WORDS } from './report-text.ts';

export function DefinitionsCard({ load }: { readonly load: Load<ReportsReply> }) {
  const list = load.data?.definitions ?? [];
  return (
    <Card
      title="Made by itself"
      unit="as the config has it"
      class="span-12 card-list"
      isLoading={!load.data}
      problem={load.problem}
      empty={
        load.data && list.length === 0 ? 'The config asks for no report: add `reports`.' : null
      }
    >
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Made by itself">
        <table class="data is-quiet">
          <thead>
            <tr>
              {['Name', 'What', 'Of', 'At', 'Formats', 'Goes to', 'Next'].map((label) => (
                <th scope="col" key={label}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {list.map((one) => (
              <Row one={one} key={one.name} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Row({ one }: { readonly one: ReportDefinitionReply }) {
  return (
    <tr>
      <th scope="row">{one.name}</th>
      <td>{KIND_WORDS[one.kind]}</td>
      <td>{one.filter === '' ? 'everything' : <code>{one.filter}</code>}</td>
      <td>
        {one.at} <span class="muted">{one.timeZone}</span>
      </td>
      <td>{one.formats.join(', ')}</td>
      <td class="reason">
        {one.to.map(({ target, words }) => (
          <div key={target}>
            <b>{target}</b> {words}
          </div>
        ))}
      </td>
      <td>{formatIso(one.next, question.value.timeZone, 'dayClock')}</td>
    </tr>
  );
}
