// Rows of sys.databases: the system's, those that links carry, and those that a link left behind.
import { guid } from "../dice.ts";
import type { LinkTruth } from "../link-truth.ts";
import type { Row } from "../sql/catalog.ts";
import { coded, databaseId, isLeading, isLost, isMoving, linkIds, onePer, type View } from "./view.ts";

export function databases(view: View): Row[] {
  const system = ["master", "tempdb", "model", "msdb"].map((name, index) => ({
    ...database(view, name, index + 1),
    // tempdb is made anew at each start.
    ...(name === "tempdb" ? { create_date: view.local(view.spec.startedAt) } : {}),
    ...coded("recovery_model", name === "model" ? "FULL" : "SIMPLE"),
  }));
  const linked = linkedDatabases(view).map((truth) => {
    const ids = linkIds(view.world, truth.link);
    const isRestoring = !truth.isJoined && !isLeading(truth, view.side);
    const isHeld = isLeading(truth, view.side) && (!isMoving(truth) || truth.sendLagMs > 60_000);
    return {
      ...userDatabase(view, truth),
      ...coded("state", isRestoring ? "RESTORING" : "ONLINE"),
      ...(isRestoring ? { collation_name: null } : {}),
      ...coded(
        "log_reuse_wait",
        isHeld ? "AVAILABILITY_REPLICA" : isLeading(truth, view.side) ? "LOG_BACKUP" : "NOTHING",
      ),
      replica_id: ids.innerReplica(view.side, 0),
      group_database_id: ids.database,
    };
  });
  const unlinked = unlinkedDatabases(view).map((truth) => userDatabase(view, truth));
  return [...system, ...linked, ...unlinked, ...otherDatabases(view)];
}

/** Linked databases that are here, be it as a copy that is only being restored; once each, however many links one has. */
export function linkedDatabases(view: View): LinkTruth[] {
  const here = view.links.filter(
    (truth) => (truth.isJoined || truth.copying || isLeading(truth, view.side)) && !isLost(view, truth.link),
  );
  return onePer(here, ({ database: name }) => name);
}

/** Databases that are here and in no group, because their link is gone. */
export function unlinkedDatabases(view: View): LinkTruth[] {
  const linked = new Set(linkedDatabases(view).map(({ link }) => link.database));
  return onePer(view.unlinked, ({ database: name }) => name).filter(({ link }) => !linked.has(link.database));
}

function userDatabase(view: View, { link }: LinkTruth): Row {
  const { recoveryModel = "FULL", databaseCollation } = view.world.linkSettings(link.name);
  return {
    ...database(view, link.database, databaseId(view, link)),
    ...coded("recovery_model", recoveryModel),
    collation_name: databaseCollation ?? view.spec.collation,
    is_encrypted: view.side === "instance",
  };
}

/** A managed instance keeps its user databases, and counts them, under a name of its own. */
export function physicalName({ world, spec, side }: View, name: string, id: number): string {
  return side === "instance" && id > 4
    ? guid(world.scenario.seed, spec.name, "physical-name", name).toLowerCase()
    : name;
}

/** What else fills the storage of a managed instance, if a share of it is set. */
function otherDatabases(view: View): Row[] {
  return view.settings.storageUsedShare === undefined ? [] : [database(view, otherDatabase.name, otherDatabase.id)];
}

export const otherDatabase = { name: "Reporting", id: 900 };

function database(view: View, name: string, id: number): Row {
  return {
    name,
    database_id: id,
    physical_database_name: physicalName(view, name, id),
    create_date: view.local(view.world.scenario.epoch - 400 * 86_400_000),
    compatibility_level: 150,
    collation_name: view.spec.collation,
    user_access: 0,
    user_access_desc: "MULTI_USER",
    is_read_only: false,
    is_in_standby: false,
    is_cleanly_shutdown: false,
    ...coded("state", "ONLINE"),
    ...coded("recovery_model", "FULL"),
    page_verify_option: 2,
    page_verify_option_desc: "CHECKSUM",
    ...coded("log_reuse_wait", "NOTHING"),
    is_encrypted: false,
    is_query_store_on: id > 4,
    is_broker_enabled: false,
    is_cdc_enabled: false,
    is_published: false,
    is_memory_optimized_elevate_to_snapshot_on: false,
    containment: 0,
    containment_desc: "NONE",
  };
}
