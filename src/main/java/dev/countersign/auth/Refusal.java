package dev.countersign.auth;

/** Why a credential was refused: for the log, the counters and administrators, never for the sender. */
public enum Refusal {
    /** No credential in the request. */
    NO_CREDENTIAL,
    /** The request, or the credential in it, is not well-formed. */
    MALFORMED,
    /** More than one method in one request (RFC 6749, section 2.3). */
    SEVERAL_METHODS,
    /** The method is not admitted at this endpoint or not installed. */
    METHOD_NOT_ALLOWED,
    /** There is no such client. */
    UNKNOWN_CLIENT,
    /** The client is disabled. */
    DISABLED_CLIENT,
    /** The client is public or bearer-only, and has no credentials. */
    NOT_CONFIDENTIAL,
    /** The client is registered for another method. */
    METHOD_NOT_REGISTERED,
    /** The request comes from an address that is in none of the client's {@code allowed_sources}. */
    SOURCE_NOT_ALLOWED,
    /** All secrets of the client have ended, or it has none. */
    NO_LIVE_SECRET,
    /** None of the client's secrets is this one. */
    WRONG_SECRET,
    /** It matches a secret of the client that has ended. */
    EXPIRED_SECRET,
    /** The assertion breaks a rule of form: of JWS, of JSON, of its size (RFC 7515, RFC 7519). */
    MALFORMED_ASSERTION,
    /** The assertion's algorithm is not allowed here, or not for this client. */
    ALGORITHM_NOT_ALLOWED,
    /** The client has no key that fits the assertion: none of that id, type or strength. */
    NO_SUCH_KEY,
    /** The certificate of the only key that fits has expired or is not valid yet, or the key was replaced and ended. */
    CERTIFICATE_NOT_VALID,
    /** No key verifies the signature. */
    BAD_SIGNATURE,
    /** {@code iss} or {@code sub} is not the client. */
    WRONG_ISSUER,
    /** The assertion is meant for another audience. */
    WRONG_AUDIENCE,
    /** The assertion has expired. */
    EXPIRED_ASSERTION,
    /** {@code exp} is missing, no number, or too far ahead. */
    BAD_EXPIRY,
    /** {@code nbf} or {@code iat} lies ahead. */
    NOT_YET_VALID,
    /** {@code iat} lies too far back. */
    TOO_OLD,
    /** {@code jti} is missing, empty or too long. */
    BAD_ID,
    /** The assertion was used before. */
    REPLAYED,
    /** No path leads from the TLS certificate to a CA that is trusted for the client. */
    UNTRUSTED_CERTIFICATE,
    /** The TLS certificate, or one on its path, breaks a rule: for its use, its algorithm, its key, its constraints. */
    UNFIT_CERTIFICATE,
    /** The TLS certificate, or one on its path, was revoked by its CA. */
    REVOKED_CERTIFICATE,
    /** The TLS certificate is trusted, but has another subject than the one that is registered. */
    WRONG_SUBJECT,
    /** The TLS certificate is none that is registered for the client. */
    WRONG_CERTIFICATE,
    /** The header with a TLS certificate came from a peer that is no trusted proxy, or it is malformed. */
    FORWARDED_CERTIFICATE,
    /** The access token is bound to another TLS certificate than that of the connection, which may have none. */
    WRONG_TOKEN_CERTIFICATE,
    /** The access token is none of ours: no JWT of the type {@code at+jwt}, or without a claim that ours have. */
    MALFORMED_TOKEN,
    /** The access token has expired. */
    EXPIRED_TOKEN,
    /** The access token was revoked. */
    REVOKED_TOKEN,
    /** The access token is older than its client, or than the client's {@code tokens_not_before}. */
    OUTDATED_TOKEN,
    /** A plug-in's authenticator refused, for a reason of its own. */
    REFUSED_BY_PLUGIN,
    /** The client is authenticated, but lacks a scope that this endpoint requires. */
    INSUFFICIENT_SCOPE,
    /** The client is authenticated, but is no administrator. */
    NOT_ADMINISTRATOR,
    /** Neither TLS nor loopback. */
    TLS_REQUIRED,
    /**
     * The headers of a trusted proxy, or the container that reads them, name this machine or the proxy itself as the
     * source: the sender may have written that.
     */
    FORGED_SOURCE,
    /** Too many failures before this one. */
    THROTTLED
}
