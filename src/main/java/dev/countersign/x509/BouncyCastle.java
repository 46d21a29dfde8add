package dev.countersign.x509;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Holds BouncyCastle's provider. It is passed on as an object and never registered: the platform would keep it, and the
 * application's class loader with it, after an undeployment.
 */
final class BouncyCastle {

    static final Provider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {}
}
