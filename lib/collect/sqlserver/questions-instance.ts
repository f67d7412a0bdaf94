// Questions about the instance that a login with the permissions of a poll is never refused: catalog views, on slower clocks.
import { permissions, type Question, read, tablePermissions } from "./questions-capabilities.ts";

const mirroringEndpoint: Question = {
  name: "mirroring-endpoint",
  fact: "mirroring endpoint",
  purpose: "The endpoint the link connects to: started or not, port, authentication, encryption, its certificate.",
  permission: permissions.definition,
  every: "minute",
  sql: () => `
SELECT e.name, e.state_desc, t.port, e.connection_auth_desc, e.is_encryption_enabled, e.encryption_algorithm_desc,
       e.certificate_id, c.name AS certificate_name
FROM sys.database_mirroring_endpoints AS e
LEFT JOIN sys.tcp_endpoints AS t ON t.endpoint_id = e.endpoint_id
LEFT JOIN sys.certificates AS c ON c.certificate_id = e.certificate_id;`,
};

const certificates: Question = {
  name: "certificates",
  fact: "certificates",
  purpose:
    "Expiry of the endpoint's certificate and of the copies of others' (those without a private key). Asked in master.",
  permission: permissions.definition,
  every: "minute",
  sql: () => `
SELECT c.certificate_id, c.name, c.subject, c.issuer_name, CONVERT(varbinary(32), c.thumbprint) AS thumbprint,
       c.start_date, c.expiry_date, c.pvt_key_encryption_type
FROM sys.certificates AS c
WHERE c.name NOT LIKE '##%'
  AND (c.pvt_key_encryption_type = 'NA'
       OR c.certificate_id IN (SELECT e.certificate_id FROM sys.database_mirroring_endpoints AS e));`,
};

const availabilityGroups: Question = {
  name: "availability-groups",
  fact: "availability groups",
  purpose: "The groups under the links (a link's replica has its group's name): replicas, endpoints and databases.",
  permission: permissions.definitionAndState,
  every: "minute",
  sql: (capabilities) => `
SELECT ag.group_id, ag.name AS group_name,
       ${read(capabilities, "availability_groups.cluster_type_desc", "ag")} AS cluster_type_desc,
       ar.replica_id, ar.replica_server_name, ar.endpoint_url, ar.availability_mode_desc, dcs.database_name
FROM sys.availability_groups AS ag
LEFT JOIN sys.availability_replicas AS ar ON ar.group_id = ag.group_id
LEFT JOIN sys.dm_hadr_database_replica_cluster_states AS dcs ON dcs.replica_id = ar.replica_id
WHERE ag.is_distributed = 0
  AND ag.name IN (SELECT r.replica_server_name
                  FROM sys.availability_replicas AS r
                  INNER JOIN sys.availability_groups AS link ON link.group_id = r.group_id AND link.is_distributed = 1)
ORDER BY ag.name, ar.replica_server_name, dcs.database_name;`,
};

const databaseSettings = `
SELECT TOP (2000) d.name, d.database_id, d.group_database_id, d.state_desc, d.is_read_only, d.recovery_model_desc,
       d.collation_name, d.is_encrypted, d.log_reuse_wait_desc, files.data_bytes
FROM sys.databases AS d
LEFT JOIN (
  SELECT f.database_id, SUM(CONVERT(bigint, f.size)) * 8192 AS data_bytes
  FROM sys.master_files AS f
  WHERE f.type = 0
  GROUP BY f.database_id
) AS files ON files.database_id = d.database_id
WHERE d.database_id > 4 AND d.source_database_id IS NULL`;

const linkedDatabases: Question = {
  name: "linked-databases",
  fact: "linked databases",
  purpose: "Settings of the databases in an availability group: recovery model, collation, size, what holds their log.",
  permission: permissions.none,
  every: "minute",
  sql: () => `${databaseSettings} AND d.group_database_id IS NOT NULL
ORDER BY d.name;`,
};

const databases: Question = {
  name: "databases",
  fact: "databases",
  purpose: "The same of every user database, linked or not: two writable copies after a removed link show here.",
  permission: permissions.none,
  every: "quarter",
  sql: () => `${databaseSettings}
ORDER BY CASE WHEN d.group_database_id IS NULL THEN 1 ELSE 0 END, d.name;`,
};

const allocatedStorage: Question = {
  name: "allocated-storage",
  fact: "allocated storage",
  purpose: "What all database files take up, against the storage of a managed instance.",
  permission: permissions.definition,
  every: "quarter",
  onlyOn: "managed instance",
  // Pages of 8 KB. Part of the poll's batch, which does not know yet whom it asks: engine edition 8 is a managed instance.
  sql: () => `
SELECT SUM(CONVERT(bigint, f.size)) * 8192 AS allocated_bytes
FROM sys.master_files AS f
WHERE CONVERT(int, SERVERPROPERTY('EngineEdition')) = 8;`,
};

const leftoverObjects: Question = {
  name: "leftover-objects",
  fact: "left-over test objects",
  purpose: "Objects of a network test that were never dropped: endpoint, certificate, procedure. Asked in master.",
  permission: permissions.definition,
  every: "quarter",
  sql: (capabilities) => `
SELECT 'endpoint' AS kind, e.name, CONVERT(datetime, NULL) AS created_at
FROM sys.endpoints AS e
WHERE e.name = 'TEST_ENDPOINT'
UNION ALL
SELECT 'certificate', c.name, c.start_date
FROM sys.certificates AS c
WHERE c.name = 'TEST_CERT'${
    capabilities.has("procedures.name")
      ? `
UNION ALL
SELECT 'procedure', p.name, p.create_date
FROM sys.procedures AS p
WHERE p.name = 'ExecuteNetHelper'`
      : ""
  };`,
};

/** In the order they are asked. */
export const instanceQuestions: readonly Question[] = [
  mirroringEndpoint,
  certificates,
  availabilityGroups,
  linkedDatabases,
  databases,
  allocatedStorage,
  leftoverObjects,
  tablePermissions,
];
