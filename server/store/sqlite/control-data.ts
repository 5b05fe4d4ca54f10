/** Sources, alarms and what is owed to channels: the part of the store that is small and by key. */
import type { Window } from '../../../shared/window.ts';
import type { Silence } from '../../alarm/mute.ts';
import type { SourceState, Store } from '../store.ts';
import { readBedrockEvents, writeBedrockEvents } from './bedrock-events.ts';
import * as control from './control.ts';
import type { Database } from './open-database.ts';

/** What the whole store is made over. */
export abstract class ControlData {
  protected readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  /** Runs work as one transaction. */
  protected abstract write<Answer>(work: () => Answer): Answer;

  sourceStates(): readonly SourceState[] {
    return control.readSourceStates(this.database);
  }

  sourceState(sourceId: string): SourceState | null {
    return control.readSourceState(this.database, sourceId);
  }

  retireSourcesBut(sourceIds: readonly string[]): void {
    this.write(() => control.retireSourcesBut(this.database, sourceIds));
  }

  saveSourceError(id: string, kind: string, error: SourceState['error'], nowMs: number): void {
    this.write(() => control.writeSourceError(this.database, { id, kind }, error, nowMs));
  }

  saveSourceProgress(progress: Parameters<Store['saveSourceProgress']>[0]): void {
    this.write(() => control.writeSourceProgress(this.database, progress));
  }

  quarantineCounts(seen?: Window): readonly { readonly code: string; readonly count: number }[] {
    return control.readQuarantineCounts(this.database, seen ?? null);
  }

  saveCloudWatchAlarms(...alarms: Parameters<Store['saveCloudWatchAlarms']>): void {
    this.write(() => control.writeCloudWatchAlarms(this.database, ...alarms));
  }

  cloudWatchAlarms(): ReturnType<Store['cloudWatchAlarms']> {
    return control.readCloudWatchAlarms(this.database);
  }

  saveBedrockEvents(events: Parameters<Store['saveBedrockEvents']>[0]): number {
    return this.write(() => writeBedrockEvents(this.database, events));
  }

  bedrockEvents(window: Window): ReturnType<Store['bedrockEvents']> {
    return readBedrockEvents(this.database, window);
  }

  alarmStates(): ReturnType<Store['alarmStates']> {
    return control.readAlarmStates(this.database);
  }

  saveAlarmPass(...pass: Parameters<Store['saveAlarmPass']>): void {
    this.write(() => control.writeAlarmPass(this.database, ...pass));
  }

  silences(): readonly Silence[] {
    return control.readSilences(this.database);
  }

  saveSilence(silence: Silence): void {
    this.write(() => control.writeSilence(this.database, silence));
  }

  transitions(limit: number): ReturnType<Store['transitions']> {
    return control.readTransitions(this.database, limit);
  }

  openOutbox(limit: number): ReturnType<Store['openOutbox']> {
    return control.readOpenOutbox(this.database, limit);
  }
}
