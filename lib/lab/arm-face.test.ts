import { afterAll, beforeAll, expect, it } from "vitest";
import { listenArm } from "./arm-face.ts";
import { subnetId } from "./arm-instance.ts";
import { resourceId } from "./arm-payloads.ts";
import { Faults } from "./faults.ts";
import type { HttpFace } from "./http-face.ts";
import { single } from "./scenarios.ts";

const epoch = Date.UTC(2026, 10, 19, 2, 12);
const scenario = single(epoch, 1);
const [instance] = scenario.managedInstances as [(typeof scenario.managedInstances)[number]];
let face: HttpFace;
beforeAll(async () => {
  face = await listenArm({
    host: "127.0.0.1",
    port: 0,
    token: "lab-token",
    scenario: () => scenario,
    now: () => epoch,
    faults: new Faults(),
  });
});
afterAll(() => face.close());

const ask = async (path: string, version = "2025-01-01", method = "GET") => {
  const headers = { authorization: "Bearer lab-token" };
  const answer = await fetch(`${face.address}${path}?api-version=${version}`, { method, headers });
  return { status: answer.status, body: await answer.json() };
};

it("answers for the subnet that the managed instance names, and for no other", async () => {
  const { body } = await ask(resourceId(instance));
  expect(body.properties.subnetId).toBe(subnetId(instance));
  expect(await ask(body.properties.subnetId, "2024-05-01")).toMatchObject({
    status: 200,
    body: { properties: { addressPrefix: "10.48.2.0/24" } },
  });
  expect(await ask(`${body.properties.subnetId}-other`, "2024-05-01")).toMatchObject({
    status: 404,
    body: { error: { code: "ResourceNotFound" } },
  });
});

it.each(["operations", "databases"])("lists the %s of a managed instance", async (list) => {
  const { status, body } = await ask(`${resourceId(instance)}/${list}`);
  expect([status, body.value.length]).toEqual([200, 1]);
  expect(await ask(`${resourceId(instance)}/${list}/${body.value[0].name}`)).toEqual({
    status: 200,
    body: body.value[0],
  });
});

it("takes the preview version that names the mode of a link, and changes nothing for anybody", async () => {
  const path = `${resourceId(instance)}/distributedAvailabilityGroups`;
  const { body } = await ask(path, "2026-08-01-preview");
  expect(body.value[0].properties.linkMode).toBe("SingleDatabase");
  expect((await ask(path, "2025-01-01", "DELETE")).status).toBe(405);
});
