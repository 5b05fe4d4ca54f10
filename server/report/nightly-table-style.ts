/** The look of a report's tables, and of all of it on a phone and on paper. */
import { html, type Html } from './html.ts';

/** Stands after the style of the page, since it overrides that on a phone and on paper. */
export const TABLE_STYLE: Html = html`<style>
  .figures {
    width: 100%;
    border-collapse: collapse;
    margin-top: 12px;
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }
  .figures th {
    font-size: 12px;
    font-weight: 400;
    color: #5b6675;
    text-align: right;
    white-space: nowrap;
    padding: 6px 0 6px 9px;
    border-bottom: 1px solid #98a2ad;
  }
  .figures td {
    text-align: right;
    padding: 7px 0 7px 9px;
    border-bottom: 1px solid #eef1f4;
    vertical-align: top;
    white-space: nowrap;
  }
  .figures .name {
    text-align: left;
    padding-left: 0;
    white-space: normal;
    overflow-wrap: anywhere;
    min-width: 150px;
  }
  .zero {
    color: #6b7582;
  }
  .figures .missing .name,
  .figures .rest .name {
    color: #5b6675;
    font-style: italic;
  }
  .figures tfoot td {
    border-bottom: 0;
    border-top: 1px solid #98a2ad;
    font-weight: 600;
  }
  .share {
    height: 3px;
    margin-top: 4px;
    background: #eef1f4;
    border-radius: 2px;
  }
  .share div {
    height: 3px;
    background: #0072b2;
    border-radius: 2px;
  }
  .missing .share div {
    background: #8a949f;
  }
  .badge {
    display: inline-block;
    padding: 0 7px;
    border: 1px dashed #98a2ad;
    border-radius: 9px;
    font-size: 11px;
    color: #4a5563;
  }
  .list {
    width: 100%;
    border-collapse: collapse;
    margin-top: 12px;
    font-size: 13px;
  }
  .list th {
    font-size: 12px;
    font-weight: 400;
    color: #5b6675;
    text-align: left;
    padding: 6px 12px 6px 0;
    border-bottom: 1px solid #98a2ad;
  }
  .list td {
    padding: 7px 12px 7px 0;
    border-bottom: 1px solid #eef1f4;
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  .list .muted {
    font-size: 12px;
  }
  .list .bad {
    color: #b42318;
    font-weight: 600;
    white-space: nowrap;
  }
  .list .ok {
    color: #1a6b43;
    white-space: nowrap;
  }
  .list .time {
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  @media (max-width: 640px) {
    .card {
      padding: 20px 16px;
    }
    .tiles td {
      display: inline-block;
      width: 46%;
    }
    .tiles tr:first-child td {
      border-top: 0;
    }
    .wide {
      overflow-x: auto;
    }
    .wide .chart {
      min-width: 560px;
    }
    .figures .name {
      min-width: 120px;
    }
    footer {
      padding: 4px 16px;
    }
  }
  @media print {
    @page {
      size: A4;
      margin: 14mm;
    }
    body {
      background: #fff;
      font-size: 12px;
      -webkit-print-color-adjust: exact;
      print-color-adjust: exact;
    }
    .page {
      max-width: none;
      padding: 0;
    }
    .card {
      padding: 0;
      margin: 0 0 22px;
      border-radius: 0;
    }
    h1 {
      font-size: 20px;
    }
    .chart,
    .tiles,
    .notices,
    tr {
      break-inside: avoid;
    }
    h2,
    .legend,
    .chart {
      break-after: avoid;
    }
    .figures,
    .list {
      font-size: 10px;
    }
    .figures th,
    .badge,
    .list th {
      font-size: 10px;
    }
    .figures th,
    .figures td {
      padding-left: 7px;
    }
    .figures .name {
      min-width: 120px;
      padding-left: 0;
    }
    footer {
      padding: 0;
    }
  }
</style>`;
