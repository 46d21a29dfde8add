package dev.countersign.x509;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Holds BouncyCastle's provider. It is passed on as an object and never registered: the platform would keep it, and our class loader with it, after we are gone. */
final class BouncyCastle {

    static final Provider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {}
}
