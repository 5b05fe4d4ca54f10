/** Settings: what this browser chooses, what people saved, and the config as it is. */
import type { SettingsReply } from '../../shared/settings.ts';
import { askSettings } from '../api/ask.ts';
import { formatPlural } from '../format/number.ts';
import { Card } from '../part/card.tsx';
import { lazy } from '../part/lazy.tsx';
import { QuestionLink } from '../part/question-link.tsx';
import { TrustBadge } from '../part/trust-badge.tsx';
import { parseQuestion, THEMES } from '../state/question.ts';
import {
  chooseDensity,
  chooseTheme,
  density,
  isSaveOpen,
  navigate,
  question,
  theme,
} from '../state/store.ts';
import { may, session } from '../state/session.ts';
import { useLoad } from '../state/use-load.ts';
import { useDeleteView, useSavedViews } from '../state/use-saved-views.ts';
import { LICENCES } from './licences.ts';
import { ConfigCards } from './settings-config.tsx';

export function SettingsView() {
  const seesAll = may('whole');
  const load = useLoad(seesAll ? 'settings' : null, 0, askSettings);
  return (
    <>
      <header class="answer">
        <h1>
          Settings <span class="muted">{versionOf(load.data)}</span>
        </h1>
        <TrustBadge />
      </header>
      <div class="grid">
        <ChoicesCard zone={load.data?.timeZone ?? null} />
        {seesAll && <SavedViewsCard />}
        {session.value?.state === 'signedIn' && <PeopleCards />}
        {seesAll && <ConfigCards load={load} />}
        <LicencesCard />
        {Gallery && <Gallery />}
      </div>
    </>
  );
}

/** Put in by the build: true in development. */
declare const IS_DEVELOPMENT: boolean;

const PeopleCards = lazy(async () => (await import('./settings-people.tsx')).PeopleCards);
const Gallery = IS_DEVELOPMENT ? lazy(async () => (await import('./gallery.tsx')).Gallery) : null;

function versionOf(settings: SettingsReply | null): string {
  return settings === null ? '' : `Outcrop ${settings.version}`;
}

const DENSITIES = ['comfortable', 'compact'] as const;

function ChoicesCard({ zone }: { readonly zone: string | null }) {
  const zones = [...new Set(['UTC', ...(zone === null ? [] : [zone]), OWN_ZONE])];
  return (
    <Card
      title="This browser"
      class="span-6 card-list"
      isLoading={false}
      problem={null}
      unit="kept here, and in links"
    >
      <div class="choices">
        <Choices label="Theme" names={THEMES} chosen={theme.value} onChoose={chooseTheme} />
        <Choices
          label="Density"
          names={DENSITIES}
          chosen={density.value}
          onChoose={chooseDensity}
        />
        <Choices
          label="Time zone"
          names={zones}
          chosen={question.value.timeZone}
          onChoose={(timeZone) => navigate({ timeZone })}
        />
        <div class="choice-row">
          <span>Wall screen</span>
          <QuestionLink to={{ view: 'overview', kiosk: '1' }} class="chip-button">
            Start the kiosk
          </QuestionLink>
        </div>
      </div>
    </Card>
  );
}

const OWN_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

function Choices<Name extends string>(props: {
  readonly label: string;
  readonly names: readonly Name[];
  readonly chosen: string;
  readonly onChoose: (name: Name) => void;
}) {
  const { label, names, chosen, onChoose } = props;
  return (
    <div class="choice-row" role="group" aria-label={label}>
      <span>{label}</span>
      {names.map((name) => (
        <button
          type="button"
          class="chip-button"
          aria-pressed={name === chosen}
          onClick={() => onChoose(name)}
          key={name}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

function SavedViewsCard() {
  const load = useSavedViews();
  const { problem, isSaving, remove } = useDeleteView();
  const views = load.data?.views ?? [];
  return (
    <Card
      title="Saved views"
      unit={load.data ? `${formatPlural(views.length, 'view')}, for everyone` : ''}
      class="span-6 card-list"
      isLoading={!load.data}
      problem={problem ?? load.problem}
      empty={
        views.length === 0 ? 'Nothing is saved yet. Save what you look at every Monday.' : null
      }
      actions={
        may('edit') && (
          <button type="button" class="chip-button" onClick={() => (isSaveOpen.value = true)}>
            Save a view
          </button>
        )
      }
    >
      <ul class="saved-list">
        {views.map(({ name, search }) => (
          <li key={name}>
            <QuestionLink to={parseQuestion(search)}>{name}</QuestionLink>
            {may('edit') && (
              <button
                type="button"
                class="chip-button"
                aria-label={`Delete ${name}`}
                disabled={isSaving}
                onClick={() => remove(name)}
              >
                Delete
              </button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function LicencesCard() {
  return (
    <Card
      title="Licences"
      unit="Outcrop is Apache-2.0; it stands on"
      class="span-12 card-list"
      isLoading={false}
      problem={null}
    >
      <ul class="licences">
        {LICENCES.map(([name, licence]) => (
          <li key={name}>
            {name} <span class="muted">{licence}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
