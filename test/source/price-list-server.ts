/** A server on the loopback that gives out price lists: as files, and by the query API. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PriceListServer {
  readonly url: string;
  /** Paths asked for, in order; `GetProducts <offer> <Region>` for calls of the API. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** What is served: a path to JSON, to a text that is none, or to a status. */
export type ServedFiles = Readonly<Record<string, unknown>>;

interface Question {
  readonly ServiceCode: string;
  readonly Filters?: readonly { readonly Value: string }[];
  readonly NextToken?: string;
}

/**
 * @param files by path; a number is answered as a status.
 * @param entries of the query API by offer, given out one a page.
 */
export async function servePriceLists(
  files: ServedFiles,
  entries: Readonly<Record<string, readonly unknown[]>> = {},
): Promise<PriceListServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      asked.push(request.url ?? '');
      answerFile(response, files[request.url ?? '']);
      return;
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const question = JSON.parse(body) as Question; // The guarantee: the SDK wrote it.
      const { ServiceCode, Filters = [], NextToken = '0' } = question;
      asked.push(['GetProducts', ServiceCode, ...Filters.map(({ Value }) => Value)].join(' '));
      const all = entries[ServiceCode] ?? [];
      const next = Number(NextToken) + 1;
      const page = all.slice(next - 1, next).map((entry) => JSON.stringify(entry));
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      const more = next < all.length ? { NextToken: String(next) } : {};
      response.end(JSON.stringify({ FormatVersion: 'aws_v1', PriceList: page, ...more }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // The guarantee: it listens on a port.
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function answerFile(response: ServerResponse, file: unknown): void {
  if (file === undefined || typeof file === 'number') {
    response.writeHead(file ?? 404).end();
    return;
  }
  response.setHeader('content-type', 'application/json');
  response.end(typeof file === 'string' ? file : JSON.stringify(file));
}

/** The index of one offer, with a current file for each Region. */
export function regionIndex(offer: string, regions: readonly string[]): ServedFiles {
  const entries = regions.map((region) => {
    const currentVersionUrl = `/offers/v1.0/aws/${offer}/20261120/${region}/index.json`;
    return [region, { regionCode: region, currentVersionUrl }];
  });
  const path = `/offers/v1.0/aws/${offer}/current/region_index.json`;
  return { [path]: { regions: Object.fromEntries(entries) } };
}

/** The index of all versions of one offer, by the day from which each was in force. */
export function versionIndex(offer: string, days: readonly string[]): ServedFiles {
  const entries = days.map((day, index) => {
    const next = days[index + 1];
    return [
      day.replaceAll('-', ''),
      {
        versionEffectiveBeginDate: `${day}T00:00:00Z`,
        versionEffectiveEndDate: next === undefined ? '' : `${next}T00:00:00Z`,
        offerVersionUrl: versionPath(offer, day),
      },
    ];
  });
  return { [`/offers/v1.0/aws/${offer}/index.json`]: { versions: Object.fromEntries(entries) } };
}

export function versionPath(offer: string, day: string): string {
  return `/offers/v1.0/aws/${offer}/${day.replaceAll('-', '')}/index.json`;
}
