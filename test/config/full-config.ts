/** A config that says something with every key. */

export const FULL = `
database: /var/lib/outcrop.db
listen: '[::1]:8080'
timeZone: Europe/Berlin
pollSeconds: 60
nightlyCheck: {at: '01:15', minutes: 60}
privacy: {identities: hash, keepTags: [feature]}
intake: { eventsKeyEnv: EVENTS_KEY }
alarmCatchUpHours: 6
pageUrl: https://outcrop.example.com/
accounts:
  - id: '111122223333'
    regions: [us-east-1, us-gov-west-1]
    roleArn: arn:aws:iam::111122223333:role/reader
    externalId: outcrop
    endpoint: http://127.0.0.1:5000
    credentials: {accessKeyId: AKIA, secretAccessKey: S}
    cloudWatchLogs: {logGroup: /bedrock}
    s3: {bucket: logs, prefix: a/, region: us-east-1}
    metrics: false
    metricsUsdPerMonth: 2.5
    bodies: never
    inventory: false
    backfillDays: 7
directories: [./logs]
prices: ./prices.yaml
priceListUrl: https://mirror.example.com
attribution:
  tags: [feature]
  rules: [{name: by team, when: {metadata.team: (.+)}, tenant: $1}]
alarms: [{name: storm, metric: throttles, threshold: 50}]
budgets: [{name: all, amount: 5000}]
tenants: [{tenant: acme, owner: ann}]
channels:
  - {name: ops, type: webhook, url: 'https://hooks.example.com/x', secretEnv: HOOK_SECRET, allowPrivate: true}
report: {nightlyAt: '02:30', directory: ./reports, formats: [csv]}
retentionDays: {rows: 30, minutes: 3}
`;
