package dev.countersign.admin;

import dev.countersign.auth.KeyDescriber;
import dev.countersign.auth.KeyImporter;
import dev.countersign.auth.KeyPairIssuer;
import java.time.Duration;

/**
 * What the door needs to look after public keys. Immutable.
 *
 * @param uploadMaxBytes the largest file that is taken in
 * @param maxCertificateValidity of the certificates that are made here
 */
public record KeyTools(
        KeyPairIssuer pairs,
        KeyImporter imports,
        KeyDescriber descriptions,
        int uploadMaxBytes,
        Duration maxCertificateValidity) {}
