/** Dimensions of a CloudWatch metric between the wire and a Map. */
import { objectsIn, textIn, type JsonObject } from './json-params.ts';

/** Reads the `Dimensions` list of a metric; a dimension without a value gets ''. */
export function dimensionsIn(metric: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    objectsIn(metric, 'Dimensions').map((dimension) => [
      textIn(dimension, 'Name') ?? '',
      textIn(dimension, 'Value') ?? '',
    ]),
  );
}

/** Writes dimensions as AWS lists them. */
export function dimensionsOnWire(dimensions: ReadonlyMap<string, string>): readonly JsonObject[] {
  return [...dimensions].map(([Name, Value]) => ({ Name, Value }));
}
