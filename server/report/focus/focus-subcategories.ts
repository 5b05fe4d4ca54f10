/** Which service subcategories FOCUS knows, and the category that each belongs to. */

const BY_CATEGORY: readonly (readonly [string, readonly string[]])[] = [
  [
    'AI and Machine Learning',
    [
      'AI Platforms',
      'Bots',
      'Generative AI',
      'Machine Learning',
      'Natural Language Processing',
      'Other (AI and Machine Learning)',
    ],
  ],
  ['Integration', ['API Management', 'Messaging', 'Other (Integration)', 'Workflow Orchestration']],
  [
    'Analytics',
    [
      'Analytics Platforms',
      'Business Intelligence',
      'Data Processing',
      'Other (Analytics)',
      'Search',
      'Streaming Analytics',
    ],
  ],
  [
    'Networking',
    [
      'Application Networking',
      'Content Delivery',
      'Network Connectivity',
      'Network Infrastructure',
      'Network Routing',
      'Network Security',
      'Other (Networking)',
    ],
  ],
  ['Web', ['Application Platforms', 'Other (Web)']],
  [
    'Management and Governance',
    [
      'Architecture',
      'Compliance',
      'Cost Management',
      'Data Governance',
      'Disaster Recovery',
      'Endpoint Management',
      'Observability',
      'Other (Management and Governance)',
      'Support',
    ],
  ],
  [
    'Storage',
    [
      'Backup Storage',
      'Block Storage',
      'File Storage',
      'Object Storage',
      'Other (Storage)',
      'Storage Platforms',
    ],
  ],
  [
    'Databases',
    [
      'Caching',
      'Data Warehouses',
      'Ledger Databases',
      'NoSQL Databases',
      'Other (Databases)',
      'Relational Databases',
      'Time Series Databases',
    ],
  ],
  [
    'Compute',
    [
      'Containers',
      'End User Computing',
      'Other (Compute)',
      'Quantum Compute',
      'Serverless Compute',
      'Virtual Machines',
    ],
  ],
  ['Media', ['Content Creation', 'Gaming', 'Media Streaming', 'Mixed Reality', 'Other (Media)']],
  [
    'Developer Tools',
    [
      'Continuous Integration and Deployment',
      'Developer Platforms',
      'Development Environments',
      'Other (Developer Tools)',
      'Quality Assurance',
      'Source Code Management',
    ],
  ],
  ['Migration', ['Data Migration', 'Other (Migration)', 'Resource Migration']],
  ['Identity', ['Identity and Access Management', 'Other (Identity)']],
  ['Internet of Things', ['IoT Analytics', 'IoT Platforms', 'Other (Internet of Things)']],
  ['Multicloud', ['Multicloud Integration', 'Other (Multicloud)']],
  ['Business Applications', ['Other (Business Applications)', 'Productivity and Collaboration']],
  ['Mobile', ['Other (Mobile)']],
  ['Other', ['Other (Other)']],
  [
    'Security',
    [
      'Other (Security)',
      'Secret Management',
      'Security Posture Management',
      'Threat Detection and Response',
    ],
  ],
];

/** The category of each subcategory. */
export const CATEGORY_OF: ReadonlyMap<string, string> = new Map(
  BY_CATEGORY.flatMap(([category, names]) =>
    names.map((name): [string, string] => [name, category]),
  ),
);
