/** What a new user copies: a first config, and a call that can be seen. */

export const CONFIG_EXAMPLE = `database: ./outcrop.db
accounts:
  - id: '111122223333'        # your account
    regions: [us-east-1]      # every Region you call Bedrock in
    cloudWatchLogs: { logGroup: /aws/bedrock/modelinvocations }
attribution:
  rules:
    - { name: by metadata, when: { metadata.tenant: '(.+)' }, tenant: '$1' }`;

export const CALL_EXAMPLE = `aws bedrock-runtime converse --region us-east-1 \\
  --model-id amazon.nova-micro-v1:0 \\
  --messages '[{"role":"user","content":[{"text":"Say hello."}]}]' \\
  --request-metadata tenant=first-try`;
