/** The parts of the store that have faces of their own. */
import type { AccessHolder } from './access-store.ts';
import type { DayCheckHolder } from './day-checks.ts';
import type { ReadsAtOnce } from './one-moment.ts';
import type { OwnAlarmHolder } from './own-alarms.ts';
import type { QuotaHolder } from './quota-ledger.ts';
import type { SavedViewHolder } from './saved-views.ts';
import type { HealthHolder } from './store-health.ts';
import type { TenantEraserHolder } from './tenant-eraser.ts';

export interface StoreParts
  extends
    SavedViewHolder,
    AccessHolder,
    ReadsAtOnce,
    QuotaHolder,
    TenantEraserHolder,
    HealthHolder,
    DayCheckHolder,
    OwnAlarmHolder {}
