/** Tables as an XLSX workbook, in which text is text whatever it begins with. */
import { assert } from '../../shared/assert.ts';
import { isNumeric, type Cell, type Column, type Table } from './table.ts';
import { zip } from './zip.ts';

const ROWS_MAX = 1_048_576;
const TAB_CHARS_MAX = 31;
const TEXT_CHARS_MAX = 32_767;
const WIDTH_MAX = 60;

/**
 * A workbook with a sheet for each table; the same tables give the same bytes.
 *
 * Names stand in cells of text, which no spreadsheet works out. Numbers are written with all their
 * digits; a spreadsheet shows 15 of them.
 *
 * @throws Error for a table of more rows than a sheet has: a bug of the caller's.
 */
export function workbook(tables: readonly Table[]): Uint8Array {
  const numbers = tables.map((_, index) => index + 1);
  const sheets = tables.map((table, index) => ({
    name: `xl/worksheets/sheet${index + 1}.xml`,
    text: sheetXml(table),
  }));
  return zip([
    { name: '[Content_Types].xml', text: contentTypes(numbers) },
    { name: '_rels/.rels', text: relations([['officeDocument', 'xl/workbook.xml']]) },
    { name: 'xl/workbook.xml', text: workbookXml(tables) },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: relations([
        ...numbers.map((n) => ['worksheet', `worksheets/sheet${n}.xml`] as const),
        ['styles', 'styles.xml'],
      ]),
    },
    { name: 'xl/styles.xml', text: STYLES },
    ...sheets,
  ]);
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Styles by index: 0 plain, 1 heading, 2 decimal, 3 count. */
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" \
formatCode="#,##0.00########"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/>\
</font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill>\
<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>\
<cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/>\
<xf numFmtId="3" applyNumberFormat="1"/></cellXfs></styleSheet>`;
const STYLE_OF = { decimal: 2, count: 3, text: 0, time: 0, json: 0 } as const;

function contentTypes(numbers: readonly number[]): string {
  const sheets = numbers.map((n) => {
    const part = `/xl/worksheets/sheet${n}.xml`;
    return `<Override PartName="${part}" ContentType="${TYPE}.worksheet+xml"/>`;
  });
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${sheets.join('')}</Types>`;
}

function relations(targets: readonly (readonly [string, string])[]): string {
  const all = targets.map(([kind, target], index) => {
    return `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
  });
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`;
}

function workbookXml(tables: readonly Table[]): string {
  const sheets = tables.map(({ name }, index) => {
    const tab = escapeXml(name.replaceAll(/[\\/?*:[\]]/g, ' ').slice(0, TAB_CHARS_MAX));
    return `<sheet name="${tab}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`;
  });
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join('')}</sheets>\
</workbook>`;
}

function sheetXml({ name, columns, rows }: Table): string {
  const lines = [...rows];
  assert(lines.length < ROWS_MAX, `a sheet holds at most ${ROWS_MAX} rows, ${name} has more`);
  const widths = columns.map((column, index) => widthOf(column, lines, index));
  const cols = widths.map((width, index) => {
    return `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`;
  });
  const header = columns.map((column) => textCell(column.name, 1)).join('');
  const body = lines.map((row) => {
    const cells = columns.map((column, index) => cellXml(column, row[index] ?? null));
    return `<row>${cells.join('')}</row>`;
  });
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">\
<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>\
</sheetViews><cols>${cols.join('')}</cols><sheetData><row>${header}</row>${body.join('')}\
</sheetData></worksheet>`;
}

/** As wide as the longest of the first rows. */
function widthOf(column: Column, rows: readonly (readonly Cell[])[], index: number): number {
  const lengths = rows.slice(0, 200).map((row) => row[index]?.length ?? 0);
  return Math.min(WIDTH_MAX, Math.max(column.name.length, ...lengths) + 2);
}

function cellXml({ kind }: Column, cell: Cell): string {
  if (cell === null) return '<c/>';
  if (!isNumeric(kind)) return textCell(cell, 0);
  assert(/^-?\d+(\.\d+)?$/.test(cell), `a number in a sheet is a plain decimal, not ${cell}`);
  return `<c s="${STYLE_OF[kind]}"><v>${cell}</v></c>`;
}

function textCell(text: string, style: number): string {
  const value = escapeXml(text.slice(0, TEXT_CHARS_MAX));
  return `<c t="inlineStr" s="${style}"><is><t xml:space="preserve">${value}</t></is></c>`;
}

/** What XML cannot hold, such as control characters and lone surrogates, becomes a sign for it. */
function escapeXml(text: string): string {
  return text
    .replace(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
