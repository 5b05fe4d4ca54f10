/** Holds the embedded store to the promises of the store's face. */
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { answerSuite } from '../suite/answer-suite.ts';
import { controlSuite } from '../suite/control-suite.ts';
import { recordSuite, type OpenStore } from '../suite/record-suite.ts';

const open: OpenStore = (promotedTags) => openSqliteStore({ path: ':memory:', promotedTags });

recordSuite('SQLite', open);
answerSuite('SQLite', open);
controlSuite('SQLite', open);
