/** The component of each view: the first comes with the page, others when they are opened. */
import type { FunctionComponent } from 'preact';
import { lazy } from '../part/lazy.tsx';
import type { View } from '../state/views.ts';
import { OverviewView } from './overview.tsx';

export const COMPONENT_OF: Readonly<Record<View, FunctionComponent>> = {
  overview: OverviewView,
  spend: lazy(async () => (await import('./spend.tsx')).SpendView),
  performance: lazy(async () => (await import('./performance.tsx')).PerformanceView),
  throttles: lazy(async () => (await import('./throttles.tsx')).ThrottlesView),
  invocations: lazy(async () => (await import('./invocations.tsx')).InvocationsView),
  alarms: lazy(async () => (await import('./alarms.tsx')).AlarmsView),
  attribution: lazy(async () => (await import('./attribution.tsx')).AttributionView),
  prices: lazy(async () => (await import('./prices.tsx')).PricesView),
  reports: lazy(async () => (await import('./reports.tsx')).ReportsView),
  sources: lazy(async () => (await import('./sources.tsx')).SourcesView),
  settings: lazy(async () => (await import('./settings.tsx')).SettingsView),
};
