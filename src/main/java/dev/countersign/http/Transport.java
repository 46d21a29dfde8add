package dev.countersign.http;

import java.util.List;

/** Tells whether a request came by a way that is secure enough for credentials, and from where. Immutable. */
public final class Transport {

    public Transport(boolean requireTls, List<CidrBlock> trustedProxies) {}
}
