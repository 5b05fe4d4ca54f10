/** Small stroked pictures; each says no more than the word beside it. */

const PATHS = {
  overview: 'M4 19V11M10 19V5M16 19v-6M21 19H3',
  invocations: 'M4 6h16M4 12h16M4 18h10',
  spend: 'M3 18h18M5 15l4-5 4 3 6-8M15 5h4v4',
  performance: 'M4 17a8 8 0 1 1 16 0M12 17l4-6',
  throttles: 'M3 8h18M3 16h18M7 12h2M11 12h2M15 12h2',
  alarms: 'M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5h4',
  attribution: 'M12 3v5M6 21v-5h12v5M12 8v8M9.5 5.5h5M3.5 21h5M15.5 21h5',
  prices:
    'M12 4v16M16 7.5c-1-1-2.4-1.5-4-1.5-2.2 0-4 1-4 2.8 0 4 8 2.2 8 6.2 ' +
    '0 2-1.8 3-4 3-1.7 0-3.2-.5-4.3-1.7',
  reports: 'M6 3.5h9l4 4V20.5H6zM14.5 3.5v4.5H19M9 12.5h7M9 16.5h7',
  sources:
    'M4 7c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3z' +
    'M4 7v10c0 1.7 3.6 3 8 3s8-1.3 8-3V7M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
  search: 'M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M16 16l4 4',
  share: 'M12 15V4M8.5 7 12 3.5 15.5 7M7 11H5v9h14v-9h-2',
  save: 'M6 4h12v16l-6-4.5L6 20z',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5',
  table: 'M4 5h16v14H4zM4 10h16M10 10v9',
  chart: 'M4 19V9M9 19V5M14 19v-7M19 19v-4',
  download: 'M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14',
  picture: 'M4 5h16v14H4zM4 16l4.5-5 4 4 3-3 4.5 4.5M15.5 9v.2',
  close: 'M6 6l12 12M18 6 6 18',
  filter: 'M4 6h16M7 12h10M10 18h4',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4.5l3 1.8',
  light:
    'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 3v1.5M12 19.5V21' +
    'M3 12h1.5M19.5 12H21' +
    'M5.6 5.6l1 1M17.4 17.4l1 1M5.6 18.4l1-1M17.4 6.6l1-1',
  dark: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z',
  system: 'M4 5h16v11H4zM9 20h6M12 16v4',
  layers: 'M12 4 3.5 8.5 12 13l8.5-4.5zM3.5 13 12 17.5 20.5 13',
  help:
    'M9 9.2a3 3 0 1 1 4.4 2.6c-.9.5-1.4 1-1.4 2.2M12 17.5v.2' +
    'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17',
  up: 'M12 19V6M6.5 11 12 5.5 17.5 11',
  down: 'M12 5v13M6.5 13l5.5 5.5L17.5 13',
  outcrop: 'M2.5 19 8 8.5l3.6 5L15 6l6.5 13zM6 19l2.4-4.4 2.4 2.6',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
