/** The real server over a month of the bench, with a clock that stands where the month ends. */
import { startServer } from '../../../server/cli/serve.ts';
import { MONTH_ROOT, monthConfig } from '../query/month-api.ts';

/** Serves a database on a free port; no source is read, so that it stays as it is. */
export function serveMonth(database: string): ReturnType<typeof startServer> {
  return startServer(monthConfig(database), MONTH_ROOT, { isQuiet: true });
}
