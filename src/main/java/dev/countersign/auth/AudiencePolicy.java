package dev.countersign.auth;

/**
 * The audience that a signed assertion must name to be accepted here (RFC 7523, section 3;
 * draft-ietf-oauth-rfc7523bis).
 */
public enum AudiencePolicy {
    /** The issuer identifier as the only value, as a text or in an array of one. */
    ISSUER,
    /** The issuer identifier as a text (FAPI 2.0 Security Profile, section 5.3.2.1). */
    FAPI2,
    /**
     * The issuer identifier or the URL of the token endpoint, still one value: for clients whose library names the
     * token endpoint.
     */
    LEGACY
}
