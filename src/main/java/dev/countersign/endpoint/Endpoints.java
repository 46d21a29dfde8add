package dev.countersign.endpoint;

import dev.countersign.token.LiveTokens;
import dev.countersign.token.PublishedKeys;
import dev.countersign.token.TokenIssuer;
import java.net.URI;

/**
 * What the servlets of this package share. They find it as an attribute of the servlet context, under the name of this
 * class. Thread-safe.
 *
 * @param issuer our issuer identifier
 * @param metadata of the server
 */
public record Endpoints(URI issuer, TokenIssuer tokens, LiveTokens live, PublishedKeys keys, ServerMetadata metadata) {}
