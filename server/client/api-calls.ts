/** Every call of the API with its types; `npm run docs` writes it from the endpoints. */

export interface ApiCalls {
  /** Values of metrics by group and step. `GET /api/v1/query`, for: scoped. */
  readonly getQuery: {
    readonly asked: {
      /** A metric of the catalogue. */
      readonly metric: readonly (
        | 'cost'
        | 'contractedCost'
        | 'directCost'
        | 'chargeCost'
        | 'allocatedCost'
        | 'idleCost'
        | 'billedCost'
        | 'billedListCost'
        | 'billedCredits'
        | 'billedTax'
        | 'billDrift'
        | 'billDriftRatio'
        | 'billUnmatchedCost'
        | 'billUnmatchedRatio'
        | 'inexactCost'
        | 'estimatedCost'
        | 'inexactCostRatio'
        | 'unpricedInvocations'
        | 'unpricedCharges'
        | 'unpricedRatio'
        | 'attributedCost'
        | 'unattributedCost'
        | 'attributionCoverage'
        | 'unattributedInvocations'
        | 'invocations'
        | 'acceptedInvocations'
        | 'errors'
        | 'clientErrors'
        | 'serverErrors'
        | 'throttles'
        | 'guardrailBlocks'
        | 'inputTokens'
        | 'outputTokens'
        | 'cacheReadTokens'
        | 'cacheWriteTokens'
        | 'images'
        | 'imageCost'
        | 'costPerImage'
        | 'videoSeconds'
        | 'rerankQueries'
        | 'latencyP50'
        | 'latencyP90'
        | 'latencyP99'
        | 'firstTokenP50'
        | 'firstTokenP90'
        | 'firstTokenP99'
        | 'timedInvocations'
        | 'within250Ms'
        | 'within500Ms'
        | 'within1000Ms'
        | 'within2000Ms'
        | 'within4000Ms'
        | 'within8000Ms'
        | 'within16000Ms'
        | 'within32000Ms'
        | 'within64000Ms'
        | 'latencySeconds'
        | 'outputTokensPerSecond'
        | 'quotaTokens'
        | 'peakRequestsPerMinute'
        | 'peakQuotaTokensPerMinute'
        | 'quotaUsedShare'
        | 'cacheHitRatio'
        | 'cacheSavings'
        | 'cacheWriteExtra'
        | 'cacheNetSavings'
        | 'cacheUnpricedTokens'
        | 'errorRatio'
        | 'throttleRatio'
        | 'costPerInvocation'
        | 'costPerMillionTokens'
        | 'cloudWatchInvocations'
        | 'cloudWatchThrottles'
        | 'cloudWatchClientErrors'
        | 'cloudWatchServerErrors'
        | 'cloudWatchInputTokens'
        | 'cloudWatchOutputTokens'
        | 'cloudWatchTokensPerMinuteMax'
        | 'logDeliveryFailures'
        | 's3DeliveryFailures'
        | 'largeDataDeliveryFailures'
        | 'guardrailRuns'
        | 'guardrailInterventions'
        | 'guardrailTextUnits'
        | 'mantleInferences'
        | 'mantleInputTokens'
        | 'mantleOutputTokens'
        | 'mantleCost'
        | 'mantleUnpricedTokens'
        | 'logCoverage'
        | 'sourceLagMs'
        | 'failingSources'
        | 'failingChannels'
        | 'storeTroubles'
        | 'differingDays'
        | 'disabledChannels'
      )[];
      /** Filter text, such as `tenant=acme model=anthropic.*`. */
      readonly filter?: string;
      /** Dimensions, joined by commas. */
      readonly groupBy?: string;
      /** Start: `now-7d`, `2026-11-01` or ISO 8601. */
      readonly from?: string;
      /** End, exclusive; `now` when left out. */
      readonly to?: string;
      /** `all` when left out. */
      readonly step?: '1m' | '5m' | '15m' | '1h' | '1d' | 'all';
      /** IANA zone in which days begin. */
      readonly tz?: string;
      /** Only so many groups: highest by the first metric over the whole window. */
      readonly top?: number;
    };
    readonly answer: {
      readonly rows: readonly {
        readonly group: Readonly<Record<string, string>>;
        readonly start: string;
        readonly values: Readonly<Record<string, string | number | null>>;
      }[];
      readonly from: string;
      readonly to: string;
      readonly step: string;
      readonly timeZone: string;
      readonly unpricedInvocations: number;
      readonly unpricedCharges: number;
      readonly unattributedInvocations: number;
      readonly completeTo: string | null;
    };
  };
  /**
   * Freshness, coverage of logs, gaps, quarantine, unpriced models. `GET /api/v1/status`,
   * for: scoped.
   */
  readonly getStatus: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly version: string;
      readonly now: string;
      readonly completeTo: string | null;
      readonly dataFrom: string | null;
      readonly invocations: number;
      readonly quarantined: readonly {
        readonly code: string;
        readonly count: number;
      }[];
      readonly sources: readonly {
        readonly id: string;
        readonly kind: string;
        readonly state: 'ok' | 'backfilling' | 'failing' | 'stale' | 'waiting';
        readonly completeTo: string | null;
        readonly lagSeconds: number | null;
        readonly progressDone: number;
        readonly progressTotal: number;
        readonly error: {
          readonly code: string;
          readonly message: string;
          readonly hint: string;
        } | null;
      }[];
      readonly logCoverage: number | null;
      readonly gaps: readonly {
        readonly account: string;
        readonly region: string;
        readonly from: string;
        readonly to: string;
        readonly missingInvocations: number;
      }[];
      readonly completeness: {
        readonly from: string;
        readonly to: string;
        readonly models: readonly {
          readonly account: string;
          readonly region: string;
          readonly model: string;
          readonly logged: number;
          readonly counted: number;
          readonly hours: readonly ({
            readonly logged: number;
            readonly counted: number;
          } | null)[];
        }[];
        readonly failedDeliveries: readonly {
          readonly account: string;
          readonly region: string;
          readonly destination: 'cloudWatchLogs' | 's3' | 'largeData';
          readonly records: number;
        }[];
        readonly mantle: readonly {
          readonly account: string;
          readonly region: string;
          readonly inferences: number;
          readonly inputTokens: number;
          readonly outputTokens: number;
          readonly cost: string | null;
          readonly unpricedTokens: number;
        }[];
        readonly metricPolling: readonly {
          readonly account: string;
          readonly region: string;
          readonly month: string;
          readonly metrics: number;
          readonly usd: number;
          readonly usdMax: number | null;
        }[];
        readonly bodies: readonly {
          readonly source: string;
          readonly outcome:
            'read' | 'denied' | 'gone' | 'tooLarge' | 'unreadable' | 'foreign' | 'failed';
          readonly records: number;
        }[];
        readonly countedCalls: 'accepted' | 'successful' | null;
        readonly lost: readonly {
          readonly source: string;
          readonly from: string;
          readonly to: string;
        }[];
        readonly revisedPoints: number;
        readonly clockSkewSeconds: number;
      };
      readonly unpricedModels: readonly {
        readonly model: string;
        readonly invocations: number;
      }[];
      readonly tagKeys: readonly string[];
      readonly pastRules: {
        readonly since: string | null;
        readonly isBehind: boolean;
        readonly appliedFrom: string | null;
        readonly run: {
          readonly rulesVersion: string;
          readonly from: string;
          readonly to: string;
          readonly state: 'preparing' | 'switched' | 'done' | 'abandoned';
          readonly progress: number;
          readonly rows: number;
          readonly changed: number;
          readonly endedAt: string | null;
        } | null;
      };
      readonly overLimit: readonly string[];
      readonly checks: {
        readonly days: number;
        readonly checkedDays: number;
        readonly lastAt: string | null;
        readonly allSince: string | null;
        readonly differing: readonly {
          readonly day: string;
          readonly foundAt: string;
          readonly checkedAt: string;
          readonly differences: number;
          readonly parts: readonly string[];
          readonly damage: string | null;
        }[];
        readonly fileCheckedAt: string | null;
        readonly damage: readonly string[];
        readonly mend: string;
      };
      readonly storage: {
        readonly bytes: number;
        readonly bytesPerDay: number;
        readonly forecastDays: number;
        readonly forecastBytes: number;
      };
    };
  };
  /**
   * Alarms of ours and of CloudWatch with thresholds and states, and what changed. `GET
   * /api/v1/alarms`, for: scoped.
   */
  readonly getAlarms: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly alarms: readonly {
        readonly name: string;
        readonly kind: 'outcrop' | 'cloudWatch';
        readonly metric: string | null;
        readonly metricLabel: string;
        readonly filter: string;
        readonly group: Readonly<Record<string, string>>;
        readonly comparison: '>' | '>=' | '<' | '<=';
        readonly threshold: number;
        readonly thresholdText: string;
        readonly condition: string | null;
        readonly periodSeconds: number;
        readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
        readonly since: string | null;
        readonly reason: string;
        readonly lastValue: string | number | null;
        readonly datapoints: string;
        readonly severity: 'info' | 'warning' | 'critical' | null;
        readonly owner: string;
        readonly runbook: string;
        readonly origin: 'config' | 'page' | 'cloudWatch';
        readonly hush: {
          readonly id: string;
          readonly kind: 'silence' | 'acknowledged';
          readonly by: string;
          readonly to: string;
          readonly comment: string;
        } | null;
      }[];
      readonly events: readonly {
        readonly at: string;
        readonly name: string;
        readonly group: Readonly<Record<string, string>>;
        readonly from: string;
        readonly to: string;
        readonly reason: string;
      }[];
    };
  };
  /**
   * Make an alarm on the page, or change one that was made there. `POST /api/v1/alarms`,
   * for: edit.
   */
  readonly postAlarms: {
    readonly asked: {
      readonly alarm: Readonly<Record<string, unknown>>;
      readonly kind?: 'create' | 'update';
      readonly by?: string;
    };
    readonly answer: {
      readonly rules: readonly {
        readonly origin: 'config' | 'page';
        readonly text: unknown;
      }[];
    };
  };
  /**
   * Budgets in the period at hand: spend, forecast, date of crossing, percentages told. `GET
   * /api/v1/budgets`, for: scoped.
   */
  readonly getBudgets: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly budgets: readonly {
        readonly name: string;
        readonly group: Readonly<Record<string, string>>;
        readonly metric: 'contractedCost' | 'cost';
        readonly filter: string;
        readonly period: {
          readonly kind: 'day' | 'week' | 'month' | 'quarter' | 'year';
          readonly label: string;
          readonly from: string;
          readonly to: string;
          readonly timeZone: string;
        };
        readonly amount: string;
        readonly carriedOver: string;
        readonly spent: string;
        readonly forecast: string | null;
        readonly spentPercent: number;
        readonly forecastPercent: number | null;
        readonly reachedOn: string | null;
        readonly lines: readonly {
          readonly kind: 'actual' | 'forecast';
          readonly percent: number;
          readonly reached: boolean;
          readonly told: boolean;
        }[];
        readonly completeTo: string;
        readonly owner: string;
      }[];
    };
  };
  /**
   * Spend of tenants that departs from the same hours of earlier weeks, and its causes. `GET
   * /api/v1/anomalies`, for: scoped.
   */
  readonly getAnomalies: {
    readonly asked: {
      /** Start: `now-7d`, `2026-11-01` or ISO 8601. */
      readonly from?: string;
      /** End, exclusive; `now` when left out. */
      readonly to?: string;
      /** Filter text, such as `tenant=acme model=anthropic.*`. */
      readonly filter?: string;
      /** Least impact in US dollars; 5 when left out. */
      readonly minimum?: number;
      /** IANA zone in which hours of the week are counted. */
      readonly tz?: string;
    };
    readonly answer: {
      readonly from: string;
      readonly to: string;
      readonly minimum: string;
      readonly anomalies: readonly {
        readonly tenant: string;
        readonly from: string;
        readonly to: string;
        readonly ongoing: boolean;
        readonly spent: string;
        readonly usual: string;
        readonly impact: string;
        readonly causes: readonly {
          readonly model: string;
          readonly usage: string;
          readonly spent: string;
          readonly before: string;
        }[];
        readonly link: string;
      }[];
    };
  };
  /**
   * Values of a dimension that begin with a prefix. `GET /api/v1/values`, for: scoped.
   */
  readonly getValues: {
    readonly asked: {
      /** A dimension, such as `tenant`. */
      readonly dimension: string;
      /** How the values begin, in any case. */
      readonly prefix?: string;
    };
    readonly answer: {
      readonly dimension: string;
      readonly values: readonly string[];
    };
  };
  /** Single invocations, newest first. `GET /api/v1/invocations`, for: scoped. */
  readonly getInvocations: {
    readonly asked: {
      /** Filter text, such as `tenant=acme model=anthropic.*`. */
      readonly filter?: string;
      /** Start: `now-7d`, `2026-11-01` or ISO 8601. */
      readonly from?: string;
      /** End, exclusive; `now` when left out. */
      readonly to?: string;
      /** At most this many, 1 to 200. */
      readonly limit?: number;
      /** `next` of the page before. */
      readonly before?: string;
    };
    readonly answer: {
      readonly invocations: readonly {
        readonly requestId: string;
        readonly at: string;
        readonly tenant: string;
        readonly model: string;
        readonly operation: string;
        readonly account: string;
        readonly region: string;
        readonly principal: string;
        readonly status: string;
        readonly errorCode: string | null;
        readonly latencyMs: number | null;
        readonly cost: string | null;
        readonly unpriced: boolean;
        readonly usage: readonly {
          readonly dimension: string;
          readonly quantity: number;
        }[];
        readonly tags: Readonly<Record<string, string>>;
      }[];
      readonly next: string | null;
    };
  };
  /**
   * What each attribution rule catches, and the dearest callers without a tenant. `GET
   * /api/v1/attribution`, for: whole.
   */
  readonly getAttribution: {
    readonly asked: {
      /** Start: `now-7d`, `2026-11-01` or ISO 8601. */
      readonly from?: string;
      /** End, exclusive; `now` when left out. */
      readonly to?: string;
    };
    readonly answer: {
      readonly from: string;
      readonly to: string;
      readonly rulesVersion: string;
      readonly coverage: number | null;
      readonly cost: string;
      readonly attributedCost: string;
      readonly invocations: number;
      readonly unattributedInvocations: number;
      readonly rules: readonly {
        readonly name: string;
        readonly when: Readonly<Record<string, string>>;
        readonly tenant: string;
        readonly invocations: number;
        readonly cost: string | null;
      }[];
      readonly callers: readonly {
        readonly principal: string;
        readonly profile: string | null;
        readonly invocations: number;
        readonly cost: string | null;
        readonly rule: string;
        readonly tagging: string | null;
      }[];
      readonly past: {
        readonly since: string | null;
        readonly isBehind: boolean;
        readonly appliedFrom: string | null;
        readonly run: {
          readonly rulesVersion: string;
          readonly from: string;
          readonly to: string;
          readonly state: 'preparing' | 'switched' | 'done' | 'abandoned';
          readonly progress: number;
          readonly rows: number;
          readonly changed: number;
          readonly endedAt: string | null;
        } | null;
      };
      readonly tenants: readonly {
        readonly tenant: string;
        readonly name: string | null;
        readonly parent: string | null;
        readonly owner: string | null;
        readonly budgetOwner: string | null;
        readonly contact: string | null;
        readonly cost: string;
        readonly costWithin: string;
        readonly invocations: number;
      }[];
      readonly days: readonly {
        readonly start: string;
        readonly coverage: number | null;
      }[];
    };
  };
  /**
   * What each tenant pays, with its parts of what several share, and by which rule. `GET
   * /api/v1/shared-cost`, for: whole.
   */
  readonly getSharedCost: {
    readonly asked: {
      /** `cost` or `contractedCost`. */
      readonly metric?: string;
      /** Filter text, such as `tenant=acme model=anthropic.*`. */
      readonly filter?: string;
      /** Dimensions beside the tenant, joined by commas. */
      readonly groupBy?: string;
      /** Start: `now-7d`, `2026-11-01` or ISO 8601. */
      readonly from?: string;
      /** End, exclusive; `now` when left out. */
      readonly to?: string;
      /** Each day is shared by its own usage; `all` when left out. */
      readonly step?: string;
      /** Zone in which days begin. */
      readonly tz?: string;
    };
    readonly answer: {
      readonly metric: 'cost' | 'contractedCost';
      readonly groupBy: readonly string[];
      readonly rules: readonly {
        readonly name: string;
        readonly from: string;
        readonly method: 'usage' | 'evenly' | 'fixed';
      }[];
      readonly rows: readonly {
        readonly start: string;
        readonly group: Readonly<Record<string, string>>;
        readonly tenant: string;
        readonly direct: string;
        readonly allocated: string;
        readonly allocations: readonly {
          readonly rule: string;
          readonly method: 'usage' | 'evenly' | 'fixed';
          readonly cost: string;
        }[];
      }[];
    };
  };
  /**
   * Give stored calls the tenants of the rules that hold now, from a day on. `POST
   * /api/v1/attribution/apply`, for: admin.
   */
  readonly postAttributionApply: {
    readonly asked: {
      readonly from: string;
    };
    readonly answer: {
      readonly since: string | null;
      readonly isBehind: boolean;
      readonly appliedFrom: string | null;
      readonly run: {
        readonly rulesVersion: string;
        readonly from: string;
        readonly to: string;
        readonly state: 'preparing' | 'switched' | 'done' | 'abandoned';
        readonly progress: number;
        readonly rows: number;
        readonly changed: number;
        readonly endedAt: string | null;
      } | null;
    };
  };
  /**
   * The attribution rules as text, and the file that they stand in. `GET
   * /api/v1/attribution/rules`, for: whole.
   */
  readonly getAttributionRules: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly text: string;
      readonly file: string | null;
    };
  };
  /**
   * Put a text in the place of the file of rules; it holds from the next start on. `POST
   * /api/v1/attribution/rules`, for: admin.
   */
  readonly postAttributionRules: {
    readonly asked: {
      readonly text: string;
    };
    readonly answer: {
      readonly text: string;
      readonly file: string | null;
    };
  };
  /**
   * What rules would make of the newest calls of seven days; nothing is changed. `POST
   * /api/v1/attribution/preview`, for: admin.
   */
  readonly postAttributionPreview: {
    readonly asked: {
      readonly text: string;
    };
    readonly answer: {
      readonly problems: readonly {
        readonly line: number;
        readonly column: number;
        readonly message: string;
        readonly file: string | null;
      }[];
      readonly looked: {
        readonly invocations: number;
        readonly cost: string;
      };
      readonly isPart: boolean;
      readonly rules: readonly {
        readonly invocations: number;
        readonly cost: string;
        readonly name: string;
      }[];
      readonly changed: {
        readonly invocations: number;
        readonly cost: string;
      };
      readonly tenants: readonly {
        readonly tenant: string;
        readonly before: {
          readonly invocations: number;
          readonly cost: string;
        };
        readonly after: {
          readonly invocations: number;
          readonly cost: string;
        };
      }[];
    };
  };
  /**
   * Why one invocation costs what it costs, and who pays it. `GET /api/v1/explain`, for:
   * scoped.
   */
  readonly getExplain: {
    readonly asked: {
      /** Request id, as in the logs. */
      readonly requestId: string;
      /** Start: `now-7d`, `2026-11-01` or ISO 8601. */
      readonly from?: string;
      /** End, exclusive; `now` when left out. */
      readonly to?: string;
    };
    readonly answer: {
      readonly requestId: string;
      readonly at: string;
      readonly account: string;
      readonly region: string;
      readonly model: string;
      readonly operation: string;
      readonly status: string;
      readonly tenant: string;
      readonly attribution: {
        readonly rule: string | null;
        readonly words: string;
        readonly tags: readonly {
          readonly key: string;
          readonly value: string;
          readonly source: string;
        }[];
      };
      readonly lines: readonly {
        readonly dimension: string;
        readonly quantity: number;
        readonly usageType: Readonly<Record<string, string>>;
        readonly rate: {
          readonly usd: string;
          readonly per: number;
          readonly quality: 'exact' | 'fallback' | 'estimate';
          readonly source: string;
          readonly sourceDate: string;
          readonly from: string | null;
          readonly to: string | null;
        } | null;
        readonly words: readonly string[];
        readonly arithmetic: string | null;
        readonly cost: string | null;
        readonly contractedCost: string | null;
      }[];
      readonly cost: string | null;
      readonly contractedCost: string | null;
      readonly unpriced: boolean;
      readonly summary: string;
    };
  };
  /**
   * What the same usage would cost by another choice: before, after, difference. `GET
   * /api/v1/whatif`, for: scoped.
   */
  readonly getWhatif: {
    readonly asked: {
      /**
       * A choice, such as `tier=batch`; the keys are model, tier, routing, cacheTtl, discount
       * and book.
       */
      readonly set: readonly string[];
      /** Filter text, such as `tenant=acme model=anthropic.*`. */
      readonly filter?: string;
      /** Dimensions, joined by commas; `tenant` when left out. */
      readonly groupBy?: string;
      /** Start: `now-7d`, `2026-11-01` or ISO 8601. */
      readonly from?: string;
      /** End, exclusive; `now` when left out. */
      readonly to?: string;
      /** IANA zone of days in `from` and `to`. */
      readonly tz?: string;
    };
    readonly answer: {
      readonly from: string;
      readonly to: string;
      readonly total: {
        readonly before: string | null;
        readonly after: string | null;
        readonly difference: string | null;
        readonly newlyPriced: string;
        readonly newlyUnpriced: string;
        readonly inexactAfter: string;
        readonly unpricedInvocationsBefore: number;
        readonly unpricedInvocationsAfter: number;
      };
      readonly groups: readonly {
        readonly before: string | null;
        readonly after: string | null;
        readonly difference: string | null;
        readonly newlyPriced: string;
        readonly newlyUnpriced: string;
        readonly inexactAfter: string;
        readonly unpricedInvocationsBefore: number;
        readonly unpricedInvocationsAfter: number;
        readonly group: Readonly<Record<string, string>>;
      }[];
      readonly assumptions: readonly string[];
    };
  };
  /**
   * The price book: its layers, its sources, and the models it prices. `GET /api/v1/prices`,
   * for: whole.
   */
  readonly getPrices: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly version: string;
      readonly layers: readonly {
        readonly layer: 'bundled' | 'priceList' | 'own';
        readonly rates: number;
        readonly models: number;
        readonly date: string | null;
        readonly refused: number;
      }[];
      readonly sources: readonly {
        readonly label: string;
        readonly date: string;
        readonly rates: number;
      }[];
      readonly models: readonly {
        readonly model: string;
        readonly name: string;
        readonly rates: number;
        readonly regions: number;
        readonly layers: readonly ('bundled' | 'priceList' | 'own')[];
        readonly changes: number;
      }[];
      readonly discounts: number;
    };
  };
  /**
   * Rates of the book with source and period; those of one usage follow in time. `GET
   * /api/v1/prices/rates`, for: whole.
   */
  readonly getPricesRates: {
    readonly asked: {
      /** Pattern of ids or names, such as `anthropic.*`. */
      readonly model?: string;
      /** Pattern; rates for all Regions always pass. */
      readonly region?: string;
      /** Pattern, such as `input_tokens`. */
      readonly dimension?: string;
    };
    readonly answer: {
      readonly rates: readonly {
        readonly model: string;
        readonly dimension: string;
        readonly region: string;
        readonly kind: string;
        readonly layer: 'bundled' | 'priceList' | 'own';
        readonly usd: string;
        readonly per: number;
        readonly source: string;
        readonly sourceDate: string;
        readonly from: string | null;
        readonly to: string | null;
        readonly note: string;
      }[];
      readonly total: number;
    };
  };
  /**
   * Usage without a rate, with a rough one, or soon with another; own rates. `GET
   * /api/v1/prices/check`, for: whole.
   */
  readonly getPricesCheck: {
    readonly asked: {
      /** Start: `now-7d`, `2026-11-01` or ISO 8601. */
      readonly from?: string;
      /** End, exclusive; `now` when left out. */
      readonly to?: string;
    };
    readonly answer: {
      readonly unpriced: readonly {
        readonly model: string;
        readonly dimension: string;
        readonly region: string;
        readonly kind: string;
        readonly quantity: number;
        readonly invocations: number;
      }[];
      readonly inexact: readonly {
        readonly model: string;
        readonly dimension: string;
        readonly region: string;
        readonly kind: string;
        readonly quantity: number;
        readonly invocations: number;
        readonly quality: string;
        readonly rate: string;
        readonly source: string;
        readonly steps: readonly string[];
        readonly cost: string;
      }[];
      readonly odd: readonly {
        readonly model: string;
        readonly dimension: string;
        readonly region: string;
        readonly kind: string;
        readonly rate: string;
        readonly source: string;
        readonly bundled: string;
        readonly cost: string;
      }[];
      readonly changing: readonly {
        readonly model: string;
        readonly dimension: string;
        readonly region: string;
        readonly kind: string;
        readonly at: string;
        readonly before: string | null;
        readonly after: string | null;
      }[];
      readonly changed: readonly {
        readonly model: string;
        readonly dimension: string;
        readonly region: string;
        readonly kind: string;
        readonly at: string;
        readonly before: string | null;
        readonly after: string | null;
      }[];
      readonly own: readonly {
        readonly model: string;
        readonly dimension: string;
        readonly region: string;
        readonly kind: string;
        readonly usd: string;
        readonly per: number;
        readonly list: string | null;
        readonly percentOfList: number | null;
      }[];
    };
  };
  /**
   * What a layer changes, with its cost in a window; or what changed between two times. `GET
   * /api/v1/prices/diff`, for: whole.
   */
  readonly getPricesDiff: {
    readonly asked: {
      /** `own` or `priceList`, against what lies behind it. */
      readonly layer?: string;
      /** The earlier time, where no layer is named. */
      readonly before?: string;
      /** The later time. */
      readonly after?: string;
      /** Filter text, such as `tenant=acme model=anthropic.*`. */
      readonly filter?: string;
      /** Start: `now-7d`, `2026-11-01` or ISO 8601. */
      readonly from?: string;
      /** End, exclusive; `now` when left out. */
      readonly to?: string;
    };
    readonly answer: {
      readonly differences: readonly {
        readonly model: string;
        readonly dimension: string;
        readonly region: string;
        readonly kind: string;
        readonly per: number;
        readonly before: string | null;
        readonly after: string | null;
        readonly percent: number | null;
      }[];
      readonly total: number;
      readonly cost: {
        readonly from: string;
        readonly to: string;
        readonly total: {
          readonly before: string | null;
          readonly after: string | null;
          readonly difference: string | null;
          readonly newlyPriced: string;
          readonly newlyUnpriced: string;
          readonly inexactAfter: string;
          readonly unpricedInvocationsBefore: number;
          readonly unpricedInvocationsAfter: number;
        };
        readonly groups: readonly {
          readonly before: string | null;
          readonly after: string | null;
          readonly difference: string | null;
          readonly newlyPriced: string;
          readonly newlyUnpriced: string;
          readonly inexactAfter: string;
          readonly unpricedInvocationsBefore: number;
          readonly unpricedInvocationsAfter: number;
          readonly group: Readonly<Record<string, string>>;
        }[];
        readonly assumptions: readonly string[];
      } | null;
    };
  };
  /**
   * Peaks against quotas, who used them, trend, and the text of a request for more. `GET
   * /api/v1/quotas`, for: whole.
   */
  readonly getQuotas: {
    readonly asked: {
      /** By account, region, model, provider or routing. */
      readonly filter?: string;
      /** Start: `now-7d`, `2026-11-01` or ISO 8601. */
      readonly from?: string;
      /** End, exclusive; `now` when left out. */
      readonly to?: string;
    };
    readonly answer: {
      readonly from: string;
      readonly to: string;
      readonly peaksFrom: string;
      readonly rows: readonly {
        readonly account: string;
        readonly region: string;
        readonly model: string;
        readonly routing: 'regional' | 'geo' | 'global';
        readonly kind: 'requestsPerMinute' | 'tokensPerMinute' | 'tokensPerDay';
        readonly quota: {
          readonly value: number;
          readonly code: string | null;
          readonly name: string;
          readonly origin: 'serviceQuotas' | 'config';
          readonly isAdjustable: boolean;
          readonly since: string;
        } | null;
        readonly peak: {
          readonly value: number;
          readonly at: string;
        } | null;
        readonly usedShare: number | null;
        readonly headroom: number | null;
        readonly burnDown: {
          readonly rate: number;
          readonly isAssumed: boolean;
        };
        readonly invocations: number;
        readonly throttles: number;
        readonly clientErrors: number;
        readonly serverErrors: number;
        readonly tenants: readonly {
          readonly tenant: string;
          readonly used: number;
          readonly share: number;
        }[];
        readonly trend:
          | {
              readonly kind: 'growing';
              readonly weeks: number;
              readonly perWeek: number;
              readonly daysToLimit: number | null;
            }
          | {
              readonly kind: 'notGrowing';
              readonly weeks: number;
              readonly perWeek: number;
            }
          | {
              readonly kind: 'notEnoughHistory';
              readonly weeks: number;
            };
        readonly increase: {
          readonly asked: number | null;
          readonly text: string;
        } | null;
      }[];
      readonly unusedQuotas: number;
      readonly unmatched: readonly {
        readonly account: string;
        readonly region: string;
        readonly code: string;
        readonly name: string;
        readonly value: number;
        readonly reason: 'longContext' | 'unknownModel' | 'twice';
      }[];
      readonly looks: readonly {
        readonly account: string;
        readonly region: string;
        readonly at: string;
        readonly error: {
          readonly code: string;
          readonly message: string;
          readonly hint: string;
        } | null;
      }[];
      readonly ignored: readonly string[];
    };
  };
  /**
   * The bill of a month beside the estimate, and where each difference comes from. `GET
   * /api/v1/reconcile`, for: whole.
   */
  readonly getReconcile: {
    readonly asked: {
      /** Of UTC, such as `2026-11`; the newest when left out. */
      readonly month?: string;
    };
    readonly answer: {
      readonly months: readonly string[];
      readonly found: {
        readonly month: string;
        readonly from: string;
        readonly to: string;
        readonly states: {
          readonly pending: number;
          readonly estimated: number;
          readonly reconciled: number;
          readonly unmatched: number;
        };
        readonly estimatedUsd: string;
        readonly billedListUsd: string;
        readonly takenOff: readonly {
          readonly kind: string;
          readonly usd: string;
        }[];
        readonly billedUsd: string;
        readonly differing: number;
        readonly rows: readonly {
          readonly day: string;
          readonly account: string;
          readonly region: string;
          readonly model: string;
          readonly usage: string;
          readonly state: 'pending' | 'estimated' | 'reconciled' | 'unmatched';
          readonly differs:
            | 'none'
            | 'notLogged'
            | 'notBilled'
            | 'quantity'
            | 'rate'
            | 'unpriced'
            | 'unread'
            | 'rounding';
          readonly estimatedQuantity: string;
          readonly billedQuantity: string;
          readonly estimatedUsd: string | null;
          readonly billedUsd: string | null;
          readonly byQuantityUsd: string | null;
          readonly byRateUsd: string | null;
        }[];
      } | null;
      readonly hint: string | null;
    };
  };
  /**
   * What keeps the accounts of the config from being read, and the exact mend. `GET
   * /api/v1/doctor`, for: whole.
   */
  readonly getDoctor: {
    readonly asked: {
      /** `1` to look now; else what was found lately may come. */
      readonly fresh?: string;
    };
    readonly answer: {
      readonly at: string;
      readonly accounts: number;
      readonly directories: number;
      readonly findings: readonly {
        readonly account: string;
        readonly region: string;
        readonly check: string;
        readonly state: 'ok' | 'missing' | 'denied' | 'wrong' | 'failed';
        readonly says: string;
        readonly fix: string;
      }[];
      readonly policies: readonly {
        readonly account: string | null;
        readonly attachTo: string;
        readonly text: string;
      }[];
    };
  };
  /**
   * The dearest, slowest or largest calls among the newest 20,000 of a window. `GET
   * /api/v1/invocations/top`, for: scoped.
   */
  readonly getInvocationsTop: {
    readonly asked: {
      /** The order. */
      readonly by?: 'cost' | 'latency' | 'tokens';
      /** Filter text, such as `tenant=acme model=anthropic.*`. */
      readonly filter?: string;
      /** Start: `now-7d`, `2026-11-01` or ISO 8601. */
      readonly from?: string;
      /** End, exclusive; `now` when left out. */
      readonly to?: string;
    };
    readonly answer: {
      readonly by: 'cost' | 'latency' | 'tokens';
      readonly invocations: readonly {
        readonly requestId: string;
        readonly at: string;
        readonly tenant: string;
        readonly model: string;
        readonly operation: string;
        readonly account: string;
        readonly region: string;
        readonly principal: string;
        readonly status: string;
        readonly errorCode: string | null;
        readonly latencyMs: number | null;
        readonly cost: string | null;
        readonly unpriced: boolean;
        readonly usage: readonly {
          readonly dimension: string;
          readonly quantity: number;
        }[];
        readonly tags: Readonly<Record<string, string>>;
      }[];
      readonly looked: number;
      readonly isWhole: boolean;
    };
  };
  /**
   * The config as everyone may see it: nothing secret. `GET /api/v1/settings`, for: whole.
   */
  readonly getSettings: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly version: string;
      readonly timeZone: string;
      readonly database: string;
      readonly pageUrl: string;
      readonly pricesPath: string | null;
      readonly pollSeconds: number;
      readonly accounts: readonly {
        readonly id: string;
        readonly regions: readonly string[];
        readonly logs: readonly string[];
        readonly role: string | null;
        readonly metrics: boolean;
        readonly inventory: boolean;
        readonly backfillDays: number;
      }[];
      readonly directories: readonly string[];
      readonly tagKeys: readonly string[];
      readonly rules: number;
      readonly alarms: number;
      readonly channels: readonly {
        readonly name: string;
        readonly kind: string;
      }[];
      readonly reports: readonly {
        readonly name: string;
        readonly kind: 'nightly' | 'statement' | 'focus';
        readonly atMinutes: number;
      }[];
      readonly retentionDays: Readonly<Record<string, number>>;
      readonly intake: readonly string[];
    };
  };
  /** Saved views, by name. `GET /api/v1/views`, for: whole. */
  readonly getViews: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly views: readonly {
        readonly name: string;
        readonly search: string;
        readonly savedAt: string;
      }[];
    };
  };
  /**
   * Save a view under a name, in the place of what had it. `POST /api/v1/views`, for: edit.
   */
  readonly postViews: {
    readonly asked: {
      readonly name: string;
      readonly search: string;
    };
    readonly answer: {
      readonly views: readonly {
        readonly name: string;
        readonly search: string;
        readonly savedAt: string;
      }[];
    };
  };
  /** Delete a saved view. `POST /api/v1/views/delete`, for: edit. */
  readonly postViewsDelete: {
    readonly asked: {
      readonly name: string;
    };
    readonly answer: {
      readonly views: readonly {
        readonly name: string;
        readonly search: string;
        readonly savedAt: string;
      }[];
    };
  };
  /**
   * Silences and acknowledgements that have not ended. `GET /api/v1/silences`, for: whole.
   */
  readonly getSilences: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly silences: readonly {
        readonly id: string;
        readonly kind: 'silence' | 'acknowledged';
        readonly alarm: string;
        readonly group: Readonly<Record<string, string>>;
        readonly from: string;
        readonly to: string;
        readonly by: string;
        readonly comment: string;
      }[];
    };
  };
  /**
   * Tell nobody of alarms for a while; they are evaluated all the same. `POST
   * /api/v1/silences`, for: edit.
   */
  readonly postSilences: {
    readonly asked: {
      readonly alarm: string;
      readonly group?: Readonly<Record<string, string>>;
      readonly for?: string;
      readonly by?: string;
      readonly comment?: string;
    };
    readonly answer: {
      readonly silences: readonly {
        readonly id: string;
        readonly kind: 'silence' | 'acknowledged';
        readonly alarm: string;
        readonly group: Readonly<Record<string, string>>;
        readonly from: string;
        readonly to: string;
        readonly by: string;
        readonly comment: string;
      }[];
    };
  };
  /**
   * Say that somebody looks after what stands now. `POST /api/v1/silences/acknowledge`, for:
   * edit.
   */
  readonly postSilencesAcknowledge: {
    readonly asked: {
      readonly alarm: string;
      readonly group?: Readonly<Record<string, string>>;
      readonly for?: string;
      readonly by?: string;
      readonly comment?: string;
    };
    readonly answer: {
      readonly silences: readonly {
        readonly id: string;
        readonly kind: 'silence' | 'acknowledged';
        readonly alarm: string;
        readonly group: Readonly<Record<string, string>>;
        readonly from: string;
        readonly to: string;
        readonly by: string;
        readonly comment: string;
      }[];
    };
  };
  /** End a silence or an acknowledgement now. `POST /api/v1/silences/end`, for: edit. */
  readonly postSilencesEnd: {
    readonly asked: {
      readonly id: string;
      readonly by?: string;
    };
    readonly answer: {
      readonly silences: readonly {
        readonly id: string;
        readonly kind: 'silence' | 'acknowledged';
        readonly alarm: string;
        readonly group: Readonly<Record<string, string>>;
        readonly from: string;
        readonly to: string;
        readonly by: string;
        readonly comment: string;
      }[];
    };
  };
  /**
   * Messages to channels with every attempt, the newest first. `GET /api/v1/deliveries`,
   * for: whole.
   */
  readonly getDeliveries: {
    readonly asked: {
      /** `1` for only what failed and has not arrived. */
      readonly failed?: string;
      /** At most this many, 1 to 500; 50 when left out. */
      readonly limit?: number;
    };
    readonly answer: {
      readonly deliveries: readonly {
        readonly id: string;
        readonly channel: string;
        readonly type: string;
        readonly alarm: string;
        readonly group: Readonly<Record<string, string>>;
        readonly state: 'held' | 'pending' | 'sending' | 'delivered' | 'dead' | 'merged';
        readonly detail: string;
        readonly owedSince: string;
        readonly next: string | null;
        readonly attempts: readonly {
          readonly attempt: number;
          readonly at: string;
          readonly tookMs: number;
          readonly outcome: 'delivered' | 'retry' | 'disabled' | 'dead';
          readonly status: number | null;
          readonly detail: string;
          readonly reply: string;
          readonly next: string | null;
        }[];
      }[];
    };
  };
  /**
   * Send again what was given up: one message, or all. `POST /api/v1/deliveries/replay`,
   * for: edit.
   */
  readonly postDeliveriesReplay: {
    readonly asked: {
      readonly id?: string;
      readonly all?: boolean;
      readonly channel?: string;
      readonly from?: string;
      readonly to?: string;
      readonly by?: string;
    };
    readonly answer: {
      readonly replayed: readonly string[];
    };
  };
  /**
   * Channels of the config, without anything secret. `GET /api/v1/channels`, for: whole.
   */
  readonly getChannels: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly channels: readonly {
        readonly name: string;
        readonly kind: string;
        readonly to: string;
        readonly state: 'unused' | 'ok' | 'failing' | 'off';
        readonly since: string | null;
        readonly detail: string;
        readonly waiting: number;
      }[];
    };
  };
  /**
   * Send a sample that fires and one that is resolved to a channel. `POST
   * /api/v1/channels/test`, for: edit.
   */
  readonly postChannelsTest: {
    readonly asked: {
      readonly name: string;
      readonly by?: string;
    };
    readonly answer: {
      readonly attempts: readonly {
        readonly attempt: number;
        readonly at: string;
        readonly tookMs: number;
        readonly outcome: 'delivered' | 'retry' | 'disabled' | 'dead';
        readonly status: number | null;
        readonly detail: string;
        readonly reply: string;
        readonly next: string | null;
      }[];
    };
  };
  /** What people did by hand, the newest first. `GET /api/v1/journal`, for: whole. */
  readonly getJournal: {
    readonly asked: {
      /** At most this many, 1 to 500; 50 when left out. */
      readonly limit?: number;
    };
    readonly answer: {
      readonly notes: readonly {
        readonly at: string;
        readonly by: string;
        readonly action: string;
        readonly subject: string;
        readonly detail: string;
      }[];
    };
  };
  /**
   * Alarms as they are written: those of the config, and those made on the page. `GET
   * /api/v1/alarms/rules`, for: whole.
   */
  readonly getAlarmsRules: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly rules: readonly {
        readonly origin: 'config' | 'page';
        readonly text: unknown;
      }[];
    };
  };
  /**
   * When an alarm would have stood over the past, and thresholds from history. `GET
   * /api/v1/alarms/test`, for: scoped.
   */
  readonly getAlarmsTest: {
    readonly asked: {
      /** The alarm as JSON, as it would stand in the config. */
      readonly alarm?: string;
      /** Start; seven days ago when left out. */
      readonly from?: string;
      /** End, exclusive; now when left out. */
      readonly to?: string;
    };
    readonly answer: {
      readonly from: string;
      readonly to: string;
      readonly spans: readonly {
        readonly group: Readonly<Record<string, string>>;
        readonly from: string;
        readonly to: string | null;
        readonly value: string | number | null;
        readonly reason: string;
      }[];
      readonly suggestions: readonly {
        readonly threshold: string;
        readonly spans: number;
      }[];
    };
  };
  /**
   * The last 60 periods of an alarm with a baseline: values, the usual, and the bar. `GET
   * /api/v1/alarms/bars`, for: whole.
   */
  readonly getAlarmsBars: {
    readonly asked: {
      /** Name of an alarm of the config or of the page. */
      readonly name?: string;
    };
    readonly answer: {
      readonly from: string;
      readonly periodSeconds: number;
      readonly groups: readonly {
        readonly group: Readonly<Record<string, string>>;
        readonly values: readonly (number | null)[];
        readonly usual: readonly (number | null)[];
        readonly bars: readonly (number | null)[];
      }[];
    };
  };
  /** End an alarm that was made on the page. `POST /api/v1/alarms/delete`, for: edit. */
  readonly postAlarmsDelete: {
    readonly asked: {
      readonly name: string;
      readonly by?: string;
    };
    readonly answer: {
      readonly rules: readonly {
        readonly origin: 'config' | 'page';
        readonly text: unknown;
      }[];
    };
  };
  /**
   * Who asks, what they may, and how one signs in. `GET /api/v1/session`, for: anyone.
   */
  readonly getSession: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly state: 'open' | 'signedIn' | 'signedOut' | 'setUp';
      readonly who: string | null;
      readonly role: 'viewer' | 'editor' | 'admin' | null;
      readonly tenants: readonly string[] | null;
      readonly hasPassword: boolean;
      readonly mustChange: boolean;
      readonly how: 'password' | 'link' | 'oidc' | 'token' | 'proxy' | null;
      readonly provider: string | null;
    };
  };
  /**
   * Sign in by name and password; the reply sets a cookie. `POST /api/v1/session/sign-in`,
   * for: anyone.
   */
  readonly postSessionSignIn: {
    readonly asked: {
      readonly name: string;
      readonly password: string;
    };
    readonly answer: {
      readonly state: 'open' | 'signedIn' | 'signedOut' | 'setUp';
      readonly who: string | null;
      readonly role: 'viewer' | 'editor' | 'admin' | null;
      readonly tenants: readonly string[] | null;
      readonly hasPassword: boolean;
      readonly mustChange: boolean;
      readonly how: 'password' | 'link' | 'oidc' | 'token' | 'proxy' | null;
      readonly provider: string | null;
    };
  };
  /**
   * Open a shared link: a session that sees what the link was made for. `POST
   * /api/v1/session/link`, for: anyone.
   */
  readonly postSessionLink: {
    readonly asked: {
      readonly link: string;
    };
    readonly answer: {
      readonly search: string;
    };
  };
  /** End this session. `POST /api/v1/session/sign-out`, for: viewer. */
  readonly postSessionSignOut: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly state: 'open' | 'signedIn' | 'signedOut' | 'setUp';
      readonly who: string | null;
      readonly role: 'viewer' | 'editor' | 'admin' | null;
      readonly tenants: readonly string[] | null;
      readonly hasPassword: boolean;
      readonly mustChange: boolean;
      readonly how: 'password' | 'link' | 'oidc' | 'token' | 'proxy' | null;
      readonly provider: string | null;
    };
  };
  /**
   * Change the own password, which ends all other sessions. `POST /api/v1/session/password`,
   * for: viewer.
   */
  readonly postSessionPassword: {
    readonly asked: {
      readonly old: string;
      readonly new: string;
    };
    readonly answer: {
      readonly state: 'open' | 'signedIn' | 'signedOut' | 'setUp';
      readonly who: string | null;
      readonly role: 'viewer' | 'editor' | 'admin' | null;
      readonly tenants: readonly string[] | null;
      readonly hasPassword: boolean;
      readonly mustChange: boolean;
      readonly how: 'password' | 'link' | 'oidc' | 'token' | 'proxy' | null;
      readonly provider: string | null;
    };
  };
  /**
   * Set the own password by an invite, which holds for this once; sets a cookie. `POST
   * /api/v1/session/invite`, for: anyone.
   */
  readonly postSessionInvite: {
    readonly asked: {
      readonly invite: string;
      readonly password: string;
    };
    readonly answer: {
      readonly state: 'open' | 'signedIn' | 'signedOut' | 'setUp';
      readonly who: string | null;
      readonly role: 'viewer' | 'editor' | 'admin' | null;
      readonly tenants: readonly string[] | null;
      readonly hasPassword: boolean;
      readonly mustChange: boolean;
      readonly how: 'password' | 'link' | 'oidc' | 'token' | 'proxy' | null;
      readonly provider: string | null;
    };
  };
  /** Where who asks has signed in. `GET /api/v1/session/list`, for: viewer. */
  readonly getSessionList: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly sessions: readonly {
        readonly id: string;
        readonly who: string;
        readonly how: 'password' | 'link' | 'oidc' | 'token' | 'proxy';
        readonly createdAt: string;
        readonly seenAt: string;
        readonly isOwn: boolean;
      }[];
    };
  };
  /** End one of the own sessions. `POST /api/v1/session/end`, for: viewer. */
  readonly postSessionEnd: {
    readonly asked: {
      readonly id: string;
    };
    readonly answer: {
      readonly sessions: readonly {
        readonly id: string;
        readonly who: string;
        readonly how: 'password' | 'link' | 'oidc' | 'token' | 'proxy';
        readonly createdAt: string;
        readonly seenAt: string;
        readonly isOwn: boolean;
      }[];
    };
  };
  /**
   * Who has signed in, at most 500, those seen last first. `GET /api/v1/sessions`, for:
   * admin.
   */
  readonly getSessions: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly sessions: readonly {
        readonly id: string;
        readonly who: string;
        readonly how: 'password' | 'link' | 'oidc' | 'token' | 'proxy';
        readonly createdAt: string;
        readonly seenAt: string;
        readonly isOwn: boolean;
      }[];
    };
  };
  /** End a session of anybody. `POST /api/v1/sessions/end`, for: admin. */
  readonly postSessionsEnd: {
    readonly asked: {
      readonly id: string;
    };
    readonly answer: {
      readonly sessions: readonly {
        readonly id: string;
        readonly who: string;
        readonly how: 'password' | 'link' | 'oidc' | 'token' | 'proxy';
        readonly createdAt: string;
        readonly seenAt: string;
        readonly isOwn: boolean;
      }[];
    };
  };
  /**
   * Whether the audit log is whole: each event bears out the one before it. `GET
   * /api/v1/audit/chain`, for: admin.
   */
  readonly getAuditChain: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly ok: boolean;
      readonly seq: number;
      readonly hash: string;
      readonly problem: {
        readonly seq: number;
        readonly message: string;
      } | null;
    };
  };
  /**
   * Make an invite by which a user sets its password; it is told this once. `POST
   * /api/v1/users/invite`, for: admin.
   */
  readonly postUsersInvite: {
    readonly asked: {
      readonly name: string;
    };
    readonly answer: {
      readonly users: readonly {
        readonly name: string;
        readonly role: 'viewer' | 'editor' | 'admin';
        readonly tenants: readonly string[] | null;
        readonly createdAt: string;
        readonly state: 'active' | 'invited' | 'forOnce' | 'disabled';
      }[];
      readonly invite: string;
    };
  };
  /**
   * Keep a user out and end its sessions, or let it in again. `POST /api/v1/users/switch`,
   * for: admin.
   */
  readonly postUsersSwitch: {
    readonly asked: {
      readonly name: string;
      readonly isDisabled: boolean;
    };
    readonly answer: {
      readonly users: readonly {
        readonly name: string;
        readonly role: 'viewer' | 'editor' | 'admin';
        readonly tenants: readonly string[] | null;
        readonly createdAt: string;
        readonly state: 'active' | 'invited' | 'forOnce' | 'disabled';
      }[];
    };
  };
  /** Local users, by name. `GET /api/v1/users`, for: admin. */
  readonly getUsers: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly users: readonly {
        readonly name: string;
        readonly role: 'viewer' | 'editor' | 'admin';
        readonly tenants: readonly string[] | null;
        readonly createdAt: string;
        readonly state: 'active' | 'invited' | 'forOnce' | 'disabled';
      }[];
    };
  };
  /**
   * Make a user, or change it and end its sessions. `POST /api/v1/users`, for: admin.
   */
  readonly postUsers: {
    readonly asked: {
      readonly name: string;
      readonly role: 'viewer' | 'editor' | 'admin';
      readonly tenants?: readonly string[] | null;
      readonly password?: string | null;
      readonly isInvited?: boolean;
    };
    readonly answer: {
      readonly users: readonly {
        readonly name: string;
        readonly role: 'viewer' | 'editor' | 'admin';
        readonly tenants: readonly string[] | null;
        readonly createdAt: string;
        readonly state: 'active' | 'invited' | 'forOnce' | 'disabled';
      }[];
    };
  };
  /** Remove a user and its sessions. `POST /api/v1/users/delete`, for: admin. */
  readonly postUsersDelete: {
    readonly asked: {
      readonly name: string;
    };
    readonly answer: {
      readonly users: readonly {
        readonly name: string;
        readonly role: 'viewer' | 'editor' | 'admin';
        readonly tenants: readonly string[] | null;
        readonly createdAt: string;
        readonly state: 'active' | 'invited' | 'forOnce' | 'disabled';
      }[];
    };
  };
  /**
   * Tokens and shared links, the newest first; without their secrets. `GET /api/v1/tokens`,
   * for: admin.
   */
  readonly getTokens: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly tokens: readonly {
        readonly id: string;
        readonly kind: 'token' | 'link' | 'invite';
        readonly name: string;
        readonly power: 'metrics' | 'read' | 'edit' | 'admin';
        readonly tenants: readonly string[] | null;
        readonly search: string;
        readonly createdBy: string;
        readonly createdAt: string;
        readonly expiresAt: string;
        readonly usedAt: string | null;
        readonly state: 'valid' | 'expired' | 'revoked';
      }[];
    };
  };
  /** Make a token; its secret is told this once. `POST /api/v1/tokens`, for: admin. */
  readonly postTokens: {
    readonly asked: {
      readonly name: string;
      readonly power?: 'metrics' | 'read' | 'edit' | 'admin';
      readonly tenants?: readonly string[] | null;
      readonly days?: number;
    };
    readonly answer: {
      readonly tokens: readonly {
        readonly id: string;
        readonly kind: 'token' | 'link' | 'invite';
        readonly name: string;
        readonly power: 'metrics' | 'read' | 'edit' | 'admin';
        readonly tenants: readonly string[] | null;
        readonly search: string;
        readonly createdBy: string;
        readonly createdAt: string;
        readonly expiresAt: string;
        readonly usedAt: string | null;
        readonly state: 'valid' | 'expired' | 'revoked';
      }[];
      readonly secret: string;
    };
  };
  /**
   * End a token, or a link and the sessions that it opened. `POST /api/v1/tokens/revoke`,
   * for: admin.
   */
  readonly postTokensRevoke: {
    readonly asked: {
      readonly id: string;
    };
    readonly answer: {
      readonly tokens: readonly {
        readonly id: string;
        readonly kind: 'token' | 'link' | 'invite';
        readonly name: string;
        readonly power: 'metrics' | 'read' | 'edit' | 'admin';
        readonly tenants: readonly string[] | null;
        readonly search: string;
        readonly createdBy: string;
        readonly createdAt: string;
        readonly expiresAt: string;
        readonly usedAt: string | null;
        readonly state: 'valid' | 'expired' | 'revoked';
      }[];
    };
  };
  /**
   * Make a link to a view that opens without sign-in; it is told this once. `POST
   * /api/v1/links`, for: edit.
   */
  readonly postLinks: {
    readonly asked: {
      readonly name?: string;
      readonly search?: string;
      readonly tenants?: readonly string[] | null;
      readonly days?: number;
    };
    readonly answer: {
      readonly tokens: readonly {
        readonly id: string;
        readonly kind: 'token' | 'link' | 'invite';
        readonly name: string;
        readonly power: 'metrics' | 'read' | 'edit' | 'admin';
        readonly tenants: readonly string[] | null;
        readonly search: string;
        readonly createdBy: string;
        readonly createdAt: string;
        readonly expiresAt: string;
        readonly usedAt: string | null;
        readonly state: 'valid' | 'expired' | 'revoked';
      }[];
      readonly secret: string;
    };
  };
  /**
   * Who signed in, changed or took out what, the newest first. `GET /api/v1/audit`, for:
   * admin.
   */
  readonly getAudit: {
    readonly asked: {
      /** At most this many, 1 to 500; 50 when left out. */
      readonly limit?: number;
      /** `next` of the page before. */
      readonly before?: number;
    };
    readonly answer: {
      readonly events: readonly {
        readonly seq: number;
        readonly at: string;
        readonly who: string;
        readonly action: string;
        readonly subject: string;
        readonly detail: string;
        readonly hash: string;
      }[];
      readonly next: number | null;
    };
  };
  /**
   * Tenants whose data were deleted, or are being deleted. `GET /api/v1/tenants/deletions`,
   * for: admin.
   */
  readonly getTenantsDeletions: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly deletions: readonly {
        readonly digest: string;
        readonly tenant: string | null;
        readonly requestedAt: string;
        readonly requestedBy: string;
        readonly state: 'running' | 'done';
        readonly rows: number;
        readonly endedAt: string | null;
      }[];
    };
  };
  /**
   * Deletes all that a tenant has up to now, a little at a time. `POST
   * /api/v1/tenants/delete`, for: admin.
   */
  readonly postTenantsDelete: {
    readonly asked: {
      readonly tenant: string;
    };
    readonly answer: {
      readonly deletions: readonly {
        readonly digest: string;
        readonly tenant: string | null;
        readonly requestedAt: string;
        readonly requestedBy: string;
        readonly state: 'running' | 'done';
        readonly rows: number;
        readonly endedAt: string | null;
      }[];
    };
  };
  /**
   * Reports that were made with their files and deliveries, and what is made when. `GET
   * /api/v1/reports`, for: whole.
   */
  readonly getReports: {
    readonly asked: Readonly<Record<string, never>>;
    readonly answer: {
      readonly definitions: readonly {
        readonly name: string;
        readonly kind: 'nightly' | 'statement' | 'focus';
        readonly at: string;
        readonly timeZone: string;
        readonly filter: string;
        readonly formats: readonly ('html' | 'csv' | 'json' | 'xlsx' | 'parquet' | 'pdf')[];
        readonly to: readonly {
          readonly target: string;
          readonly words: string;
        }[];
        readonly next: string;
      }[];
      readonly reports: readonly {
        readonly kind: 'nightly' | 'statement' | 'focus';
        readonly name: string;
        readonly date: string;
        readonly revision: number;
        readonly state: 'preliminary' | 'final';
        readonly summary: string;
        readonly madeAt: string;
        readonly isReplaced: boolean;
        readonly files: readonly {
          readonly name: string;
          readonly contentType: string;
          readonly bytes: number;
        }[];
        readonly deliveries: readonly {
          readonly target: string;
          readonly state: 'pending' | 'delivered' | 'dead';
          readonly next: string | null;
          readonly attempts: readonly {
            readonly attempt: number;
            readonly at: string;
            readonly tookMs: number;
            readonly state: 'pending' | 'delivered' | 'dead';
            readonly detail: string;
          }[];
        }[];
      }[];
      readonly making: readonly {
        readonly id: string;
        readonly kind: 'nightly' | 'statement' | 'focus';
        readonly date: string;
        readonly state: 'waiting' | 'running' | 'done' | 'failed';
        readonly done: number;
        readonly total: number;
        readonly problem: {
          readonly message: string;
          readonly hint: string;
        } | null;
      }[];
    };
  };
  /**
   * The bytes of one file of a report, as they were made. `GET /api/v1/reports/file`, for:
   * whole.
   */
  readonly getReportsFile: {
    readonly asked: {
      /** Of the report. */
      readonly name: string;
      /** Day, month or span that it is of. */
      readonly date: string;
      /** From 1 on. */
      readonly revision: number;
      /** One of its files. */
      readonly file: string;
      /** `1` to look at HTML instead of saving it. */
      readonly view?: string;
    };
    readonly answer: Blob;
  };
  /**
   * Make a report now; the reply tells how far it is, as the list does. `POST
   * /api/v1/reports/make`, for: edit.
   */
  readonly postReportsMake: {
    readonly asked: {
      readonly kind: 'nightly' | 'statement' | 'focus';
      readonly date: string;
      readonly formats?: readonly ('html' | 'csv' | 'json' | 'xlsx' | 'parquet' | 'pdf')[];
      readonly tenant?: string;
      readonly focusVersion?: '1.4' | '1.2';
      readonly step?: '1h' | '1d';
    };
    readonly answer: {
      readonly definitions: readonly {
        readonly name: string;
        readonly kind: 'nightly' | 'statement' | 'focus';
        readonly at: string;
        readonly timeZone: string;
        readonly filter: string;
        readonly formats: readonly ('html' | 'csv' | 'json' | 'xlsx' | 'parquet' | 'pdf')[];
        readonly to: readonly {
          readonly target: string;
          readonly words: string;
        }[];
        readonly next: string;
      }[];
      readonly reports: readonly {
        readonly kind: 'nightly' | 'statement' | 'focus';
        readonly name: string;
        readonly date: string;
        readonly revision: number;
        readonly state: 'preliminary' | 'final';
        readonly summary: string;
        readonly madeAt: string;
        readonly isReplaced: boolean;
        readonly files: readonly {
          readonly name: string;
          readonly contentType: string;
          readonly bytes: number;
        }[];
        readonly deliveries: readonly {
          readonly target: string;
          readonly state: 'pending' | 'delivered' | 'dead';
          readonly next: string | null;
          readonly attempts: readonly {
            readonly attempt: number;
            readonly at: string;
            readonly tookMs: number;
            readonly state: 'pending' | 'delivered' | 'dead';
            readonly detail: string;
          }[];
        }[];
      }[];
      readonly making: readonly {
        readonly id: string;
        readonly kind: 'nightly' | 'statement' | 'focus';
        readonly date: string;
        readonly state: 'waiting' | 'running' | 'done' | 'failed';
        readonly done: number;
        readonly total: number;
        readonly problem: {
          readonly message: string;
          readonly hint: string;
        } | null;
      }[];
    };
  };
  /**
   * Send a report to where its delivery was given up, with the bytes that were made. `POST
   * /api/v1/reports/resend`, for: edit.
   */
  readonly postReportsResend: {
    readonly asked: {
      readonly name: string;
      readonly date: string;
      readonly revision: number;
      readonly target: string;
    };
    readonly answer: {
      readonly definitions: readonly {
        readonly name: string;
        readonly kind: 'nightly' | 'statement' | 'focus';
        readonly at: string;
        readonly timeZone: string;
        readonly filter: string;
        readonly formats: readonly ('html' | 'csv' | 'json' | 'xlsx' | 'parquet' | 'pdf')[];
        readonly to: readonly {
          readonly target: string;
          readonly words: string;
        }[];
        readonly next: string;
      }[];
      readonly reports: readonly {
        readonly kind: 'nightly' | 'statement' | 'focus';
        readonly name: string;
        readonly date: string;
        readonly revision: number;
        readonly state: 'preliminary' | 'final';
        readonly summary: string;
        readonly madeAt: string;
        readonly isReplaced: boolean;
        readonly files: readonly {
          readonly name: string;
          readonly contentType: string;
          readonly bytes: number;
        }[];
        readonly deliveries: readonly {
          readonly target: string;
          readonly state: 'pending' | 'delivered' | 'dead';
          readonly next: string | null;
          readonly attempts: readonly {
            readonly attempt: number;
            readonly at: string;
            readonly tookMs: number;
            readonly state: 'pending' | 'delivered' | 'dead';
            readonly detail: string;
          }[];
        }[];
      }[];
      readonly making: readonly {
        readonly id: string;
        readonly kind: 'nightly' | 'statement' | 'focus';
        readonly date: string;
        readonly state: 'waiting' | 'running' | 'done' | 'failed';
        readonly done: number;
        readonly total: number;
        readonly problem: {
          readonly message: string;
          readonly hint: string;
        } | null;
      }[];
    };
  };
}

export interface ApiRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Its answer is a file, not JSON. */
  readonly isFile?: true;
}

export const API_ROUTES: { readonly [Name in keyof ApiCalls]: ApiRoute } = {
  getQuery: { method: 'GET', path: '/api/v1/query' },
  getStatus: { method: 'GET', path: '/api/v1/status' },
  getAlarms: { method: 'GET', path: '/api/v1/alarms' },
  postAlarms: { method: 'POST', path: '/api/v1/alarms' },
  getBudgets: { method: 'GET', path: '/api/v1/budgets' },
  getAnomalies: { method: 'GET', path: '/api/v1/anomalies' },
  getValues: { method: 'GET', path: '/api/v1/values' },
  getInvocations: { method: 'GET', path: '/api/v1/invocations' },
  getAttribution: { method: 'GET', path: '/api/v1/attribution' },
  getSharedCost: { method: 'GET', path: '/api/v1/shared-cost' },
  postAttributionApply: { method: 'POST', path: '/api/v1/attribution/apply' },
  getAttributionRules: { method: 'GET', path: '/api/v1/attribution/rules' },
  postAttributionRules: { method: 'POST', path: '/api/v1/attribution/rules' },
  postAttributionPreview: { method: 'POST', path: '/api/v1/attribution/preview' },
  getExplain: { method: 'GET', path: '/api/v1/explain' },
  getWhatif: { method: 'GET', path: '/api/v1/whatif' },
  getPrices: { method: 'GET', path: '/api/v1/prices' },
  getPricesRates: { method: 'GET', path: '/api/v1/prices/rates' },
  getPricesCheck: { method: 'GET', path: '/api/v1/prices/check' },
  getPricesDiff: { method: 'GET', path: '/api/v1/prices/diff' },
  getQuotas: { method: 'GET', path: '/api/v1/quotas' },
  getReconcile: { method: 'GET', path: '/api/v1/reconcile' },
  getDoctor: { method: 'GET', path: '/api/v1/doctor' },
  getInvocationsTop: { method: 'GET', path: '/api/v1/invocations/top' },
  getSettings: { method: 'GET', path: '/api/v1/settings' },
  getViews: { method: 'GET', path: '/api/v1/views' },
  postViews: { method: 'POST', path: '/api/v1/views' },
  postViewsDelete: { method: 'POST', path: '/api/v1/views/delete' },
  getSilences: { method: 'GET', path: '/api/v1/silences' },
  postSilences: { method: 'POST', path: '/api/v1/silences' },
  postSilencesAcknowledge: { method: 'POST', path: '/api/v1/silences/acknowledge' },
  postSilencesEnd: { method: 'POST', path: '/api/v1/silences/end' },
  getDeliveries: { method: 'GET', path: '/api/v1/deliveries' },
  postDeliveriesReplay: { method: 'POST', path: '/api/v1/deliveries/replay' },
  getChannels: { method: 'GET', path: '/api/v1/channels' },
  postChannelsTest: { method: 'POST', path: '/api/v1/channels/test' },
  getJournal: { method: 'GET', path: '/api/v1/journal' },
  getAlarmsRules: { method: 'GET', path: '/api/v1/alarms/rules' },
  getAlarmsTest: { method: 'GET', path: '/api/v1/alarms/test' },
  getAlarmsBars: { method: 'GET', path: '/api/v1/alarms/bars' },
  postAlarmsDelete: { method: 'POST', path: '/api/v1/alarms/delete' },
  getSession: { method: 'GET', path: '/api/v1/session' },
  postSessionSignIn: { method: 'POST', path: '/api/v1/session/sign-in' },
  postSessionLink: { method: 'POST', path: '/api/v1/session/link' },
  postSessionSignOut: { method: 'POST', path: '/api/v1/session/sign-out' },
  postSessionPassword: { method: 'POST', path: '/api/v1/session/password' },
  postSessionInvite: { method: 'POST', path: '/api/v1/session/invite' },
  getSessionList: { method: 'GET', path: '/api/v1/session/list' },
  postSessionEnd: { method: 'POST', path: '/api/v1/session/end' },
  getSessions: { method: 'GET', path: '/api/v1/sessions' },
  postSessionsEnd: { method: 'POST', path: '/api/v1/sessions/end' },
  getAuditChain: { method: 'GET', path: '/api/v1/audit/chain' },
  postUsersInvite: { method: 'POST', path: '/api/v1/users/invite' },
  postUsersSwitch: { method: 'POST', path: '/api/v1/users/switch' },
  getUsers: { method: 'GET', path: '/api/v1/users' },
  postUsers: { method: 'POST', path: '/api/v1/users' },
  postUsersDelete: { method: 'POST', path: '/api/v1/users/delete' },
  getTokens: { method: 'GET', path: '/api/v1/tokens' },
  postTokens: { method: 'POST', path: '/api/v1/tokens' },
  postTokensRevoke: { method: 'POST', path: '/api/v1/tokens/revoke' },
  postLinks: { method: 'POST', path: '/api/v1/links' },
  getAudit: { method: 'GET', path: '/api/v1/audit' },
  getTenantsDeletions: { method: 'GET', path: '/api/v1/tenants/deletions' },
  postTenantsDelete: { method: 'POST', path: '/api/v1/tenants/delete' },
  getReports: { method: 'GET', path: '/api/v1/reports' },
  getReportsFile: { method: 'GET', path: '/api/v1/reports/file', isFile: true },
  postReportsMake: { method: 'POST', path: '/api/v1/reports/make' },
  postReportsResend: { method: 'POST', path: '/api/v1/reports/resend' },
};

/** What an error of the API is told by. */
export type ApiErrorCode =
  | 'badFilter'
  | 'badMetric'
  | 'badDimension'
  | 'badWindow'
  | 'badStep'
  | 'badTimeZone'
  | 'badParameter'
  | 'tooLarge'
  | 'notFound'
  | 'methodNotAllowed'
  | 'badHost'
  | 'crossSite'
  | 'signedOut'
  | 'forbidden'
  | 'tooOften'
  | 'notJson'
  | 'conflict'
  | 'busy'
  | 'internal';
