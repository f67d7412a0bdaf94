// The catalogue, second part: errors and events of the connection below a link.

import {
  certificateExpired,
  endpointAuthentication,
  endpointEncryption,
  endpointStopped,
  instanceCertificateMissing,
  partnerCertificateMissing,
  portToInstance,
  portToPartner,
  protocolBlocked,
  rootsMissing,
  sources,
} from "./error-catalogue-causes.ts";
import type { ErrorCause, ErrorEntry } from "./error-catalogue-entry.ts";

const otherSideGone: ErrorCause = {
  cause: "The other side restarts, fails over or is stopped.",
  remedy: "Look at the operations of the managed instance and at the start time of the SQL Server.",
  check: null,
};

const portChanged: ErrorCause = {
  cause: "Nothing listens on the port that the endpoint URL names.",
  remedy: "Compare the port of the endpoint URL with the endpoint's own; a named instance has a port of its own.",
  check: "configuration.endpoint.partner-url",
};

export const transportErrors: readonly ErrorEntry[] = [
  {
    code: "35201",
    kind: "error",
    means: "a connection time-out occurred while connecting to a replica",
    meaning: "No connection to the other replica came about in time.",
    step: "Test port 5022 both ways",
    causes: [portToInstance, portToPartner, endpointStopped, protocolBlocked],
    source: sources.timeouts,
  },
  {
    code: "35202",
    kind: "information",
    means: "a connection to a replica was established",
    meaning: "A connection between the replicas was made. It is information, no error.",
    step: "Do nothing",
    causes: [],
    source: sources.healthSession,
  },
  {
    code: "35204",
    kind: "error",
    means: "the connection between two instances was ended",
    meaning: "The connection was ended because the instance left its availability group, or data movement was stopped.",
    step: "Look whether the availability group exists and is started on both sides",
    causes: [
      {
        cause: "The instance is shutting down, or Always On availability groups were disabled.",
        remedy: "Bring the instance back, with Always On enabled.",
        check: "configuration.always-on",
      },
      otherSideGone,
    ],
    source: sources.healthSession,
    isInferred: true,
  },
  {
    code: "35206",
    kind: "error",
    means: "a connection that stood timed out",
    meaning: "A connection that had been established gave no sign of life within the session time-out.",
    step: "Look for losses in the network and for load on both sides at that time",
    causes: [
      {
        cause: "The network between the sides loses packets, or is saturated.",
        remedy: "Measure loss and load of the way between the sites, the VPN or ExpressRoute included.",
        check: null,
      },
      {
        cause: "One side is too busy to answer within the session time-out.",
        remedy: "Look at processor and worker threads at that time; the link's session time-out is 20 s.",
        check: null,
      },
      otherSideGone,
      portToInstance,
    ],
    source: sources.timeouts,
  },
  {
    code: "35207",
    kind: "error",
    means: "the connection attempt to an availability group failed",
    meaning: "An attempt to connect to the availability group on the other side failed.",
    step: "Check that the group exists on the other side under this name",
    causes: [
      {
        cause: "The availability group does not exist on the other side, or has another id.",
        remedy: "Compare the distributed availability group on both sides; recreate the link if one was recreated.",
        check: null,
      },
      endpointStopped,
    ],
    source: sources.healthSession,
    isInferred: true,
  },
  {
    code: "9642",
    kind: "error",
    means: "the transport connection of an endpoint failed",
    meaning:
      "An error occurred in the mirroring endpoint's transport connection; the number inside its text says which: 10054, 10060, 10061 or a handshake.",
    step: "Look up the second number in the text",
    causes: [portToInstance, portToPartner, endpointEncryption, otherSideGone],
    source: sources.healthSession,
  },
  {
    code: "9691",
    kind: "information",
    means: "the mirroring endpoint stopped listening",
    meaning: "The mirroring endpoint has stopped listening for connections.",
    step: "Start the endpoint if nobody stopped it on purpose",
    causes: [endpointStopped],
    source: sources.healthSession,
  },
  {
    code: "9692",
    kind: "error",
    means: "the mirroring endpoint cannot listen, its port is taken",
    meaning: "The mirroring endpoint cannot listen on its port because another process uses it.",
    step: "Find the process that holds the port, or give the endpoint another one",
    causes: [
      {
        cause: "Another instance on this host, or a test endpoint left behind, listens on the port.",
        remedy: "Drop the other endpoint, or alter this one to a free port and change its URL in the link.",
        check: "configuration.leftovers.partner",
      },
    ],
    source: sources.healthSession,
  },
  {
    code: "9693",
    kind: "error",
    means: "the mirroring endpoint cannot listen",
    meaning: "The mirroring endpoint cannot listen for connections; its text holds the reason of the operating system.",
    step: "Read the reason in the SQL Server's error log",
    causes: [endpointStopped],
    source: sources.healthSession,
  },
  {
    code: "28034",
    kind: "error",
    means: "the login lacks CONNECT on the endpoint",
    meaning:
      "The handshake failed: the login that the other side's certificate stands for may not connect to the endpoint.",
    step: "Grant CONNECT ON ENDPOINT to the login of that certificate",
    causes: [
      {
        cause: "The endpoint authenticates by Windows, or the login of the certificate has no CONNECT permission.",
        remedy: "Alter the endpoint to authenticate by certificate, and grant CONNECT on it.",
        check: "configuration.endpoint.authentication",
      },
      instanceCertificateMissing,
    ],
    source: sources.messages,
  },
  {
    code: "28035",
    kind: "error",
    means: "the other side's certificate is not valid",
    meaning:
      "The handshake failed: the certificate that the other side showed is not accepted, for the reason in the text.",
    step: "Compare the certificates of both sides with the copies the other side holds",
    causes: [certificateExpired, partnerCertificateMissing, instanceCertificateMissing, rootsMissing],
    source: sources.messages,
  },
  {
    code: "28036",
    kind: "error",
    means: "the endpoint's own certificate was not found",
    meaning: "The handshake failed: the certificate that the endpoint is to use does not exist any more.",
    step: "Alter the endpoint to a certificate that exists, then import its public key on the other side",
    causes: [
      {
        cause: "The certificate of the endpoint was dropped, or its private key cannot be opened.",
        remedy: "Create a certificate, let the endpoint use it, and import its public key on the managed instance.",
        check: "certificate.endpoint",
      },
    ],
    source: sources.messages,
  },
  {
    code: "28080",
    kind: "error",
    means: "no mirroring endpoint is configured",
    meaning: "The handshake failed: the side that was called has no mirroring endpoint.",
    step: "Create the mirroring endpoint and start it",
    causes: [endpointStopped, portChanged],
    source: sources.messages,
  },
  {
    code: "28091",
    kind: "error",
    means: "the endpoint could not be started with its authentication and encryption",
    meaning: "The mirroring endpoint did not start: its settings of authentication or encryption are not usable.",
    step: "Compare authentication, encryption and certificate of the endpoint with the setup",
    causes: [endpointAuthentication, endpointEncryption, certificateExpired],
    source: sources.healthSession,
    isInferred: true,
  },
  {
    code: "10054",
    kind: "error",
    means: "the other side cut the connection",
    meaning: "The connection stood and was reset, by the other side or by something in between.",
    step: "Look at both error logs at that time: a handshake refused looks like this from the other end",
    causes: [otherSideGone, protocolBlocked, partnerCertificateMissing, instanceCertificateMissing, endpointEncryption],
    source: sources.sockets,
  },
  {
    code: "10060",
    kind: "error",
    means: "the other side did not answer in time",
    meaning: "The attempt to connect got no answer at all: packets are dropped on the way, or the address is wrong.",
    step: "Test port 5022 both ways; silence is a firewall far more often than a server",
    causes: [
      portToInstance,
      portToPartner,
      {
        cause: "The host name leads to an address that is not the other side's.",
        remedy: "Resolve the name of the endpoint URL on the host and compare the address.",
        check: null,
      },
      otherSideGone,
    ],
    source: sources.sockets,
  },
  {
    code: "10061",
    kind: "error",
    means: "the other side refused the connection",
    meaning:
      "The host was reached and refused: nothing listens on this port, or a firewall rejects instead of dropping.",
    step: "Check that the endpoint is started on the port that the endpoint URL names",
    causes: [endpointStopped, portChanged, portToPartner, otherSideGone],
    source: sources.sockets,
  },
  {
    code: "11001",
    kind: "error",
    means: "the host name is not known",
    meaning: "The name in the endpoint URL cannot be resolved on this host.",
    step: "Resolve the name of the endpoint URL on this host",
    causes: [
      {
        cause: "The DNS of this side does not know the other side's name.",
        remedy: "Add a forwarder or a record, or use a name or address that this side can resolve.",
        check: null,
      },
    ],
    source: sources.sockets,
  },
];
