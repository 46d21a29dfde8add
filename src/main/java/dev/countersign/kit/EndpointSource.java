package dev.countersign.kit;

import java.net.URI;

/** Knows where the token endpoint is, or finds out. Thread-safe. */
@FunctionalInterface
interface EndpointSource {

    /** @throws TokenException when it cannot be found */
    URI tokenEndpoint(Deadline deadline);
}
