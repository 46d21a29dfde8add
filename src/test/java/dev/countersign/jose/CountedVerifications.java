package dev.countersign.jose;

import dev.countersign.auth.SignatureProviders;
import dev.countersign.keys.JwsAlgorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.MacSpi;

/**
 * Verifies as the platform does, and keeps what was computed: the algorithm and the key's size in bits, and whether the
 * platform returned early, before it computed anything. Used by one thread.
 */
final class CountedVerifications implements SignatureProviders {

    private final List<String> made = new ArrayList<>();
    private final Provider provider = new CountingProvider();

    /** What was verified since the last question. */
    List<String> take() {
        List<String> taken = List.copyOf(made);
        made.clear();
        return taken;
    }

    @Override
    public Optional<Provider> of(String algorithm) {
        return Optional.of(provider);
    }

    private static String size(PublicKey key, byte[] signature) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            boolean early =
                    signature.length != (bits + 7) / 8 || new BigInteger(1, signature).compareTo(rsa.getModulus()) >= 0;
            return " " + (bits + 7) / 8 * 8 + (early ? " early" : "");
        }
        return key instanceof ECPublicKey ec ? " " + ec.getParams().getOrder().bitLength() : "";
    }

    private final class CountingProvider extends Provider {

        private static final long serialVersionUID = 1L;

        CountingProvider() {
            super("Counting", "1", "counts what is verified");
            for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
                boolean shared = algorithm.family() == JwsAlgorithm.Family.HMAC;
                putService(new CountingService(this, shared ? "Mac" : "Signature", algorithm.jcaName()));
            }
        }
    }

    private final class CountingService extends Provider.Service {

        CountingService(Provider provider, String type, String algorithm) {
            super(provider, type, algorithm, "counting", null, null);
        }

        @Override
        public Object newInstance(Object parameter) {
            try {
                return getType().equals("Mac")
                        ? new CountingMac(Mac.getInstance(getAlgorithm()))
                        : new CountingSignature(Signature.getInstance(getAlgorithm()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public boolean supportsParameter(Object parameter) {
            return true;
        }
    }

    private final class CountingSignature extends SignatureSpi {

        private final Signature real;
        private PublicKey key = TestKeys.pair("rsa").getPublic();

        CountingSignature(Signature real) {
            this.real = real;
        }

        @Override
        protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
            key = publicKey;
            real.initVerify(publicKey);
        }

        @Override
        protected void engineInitSign(PrivateKey privateKey) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineUpdate(byte b) throws SignatureException {
            real.update(b);
        }

        @Override
        protected void engineUpdate(byte[] b, int off, int len) throws SignatureException {
            real.update(b, off, len);
        }

        @Override
        protected byte[] engineSign() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            made.add(real.getAlgorithm() + size(key, signature));
            return real.verify(signature);
        }

        @Override
        protected void engineSetParameter(AlgorithmParameterSpec params) throws InvalidAlgorithmParameterException {
            real.setParameter(params);
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String param, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String param) {
            throw new UnsupportedOperationException();
        }
    }

    private final class CountingMac extends MacSpi {

        private final Mac real;

        CountingMac(Mac real) {
            this.real = real;
        }

        @Override
        protected int engineGetMacLength() {
            return real.getMacLength();
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec params) throws InvalidKeyException {
            real.init(key);
        }

        @Override
        protected void engineUpdate(byte input) {
            real.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int len) {
            real.update(input, offset, len);
        }

        @Override
        protected byte[] engineDoFinal() {
            made.add(real.getAlgorithm());
            return real.doFinal();
        }

        @Override
        protected void engineReset() {
            real.reset();
        }
    }
}
