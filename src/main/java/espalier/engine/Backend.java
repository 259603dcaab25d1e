package espalier.engine;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native libraries: the settings that they read when they load, and whether the fast path (oneDNN) is taken. ND4J
 * alone runs convolutions 10 to 20 times slower where it is not, without a word; so the program asks and says.
 */
public final class Backend {

    private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
    /**
     * A convolution through oneDNN is far above this on any machine of this century's second decade; one without, far
     * below.
     */
    private static final double SLOW_GIGAFLOPS_PER_THREAD = 20;

    /** Of glibc's malloc.h. */
    private static final int M_ARENA_MAX = -8;
    private static final String THREADS = "espalier.threads";
    /** Of this process, on Linux. */
    private static final Path STATUS = Path.of("/proc/self/status");

    private static Status status;

    private Backend() {}

    /**
     * What the engine runs on.
     *
     * @param fast        whether convolutions take the fast path
     * @param threads     how many threads an op uses
     * @param gigaflops   the speed of a convolution measured at the start, in 10⁹ floating-point operations a second
     * @param bfloat16    whether the processor has instructions for bfloat16, which are twice as fast
     * @param description one sentence for a person
     */
    public record Status(boolean fast, int threads, double gigaflops, boolean bfloat16, String description) {}

    /** Loads the native library, once, and measures it; takes one to three seconds the first time. */
    public static synchronized Status start() {
        if (status == null) {
            configure();
            status = measure();
            if (status.fast) {
                LOG.info(status.description);
            } else {
                LOG.warn(status.description);
            }
        }
        return status;
    }

    /**
     * The threads of one operation from the next start of the library on; 0 for as many as the machine has cores. What
     * {@code OMP_NUM_THREADS} says in the environment stays.
     */
    public static void useThreads(int threads) {
        if (threads > 0) {
            setDefault(THREADS, Integer.toString(threads));
        }
    }

    /**
     * The memory that the whole process takes, in bytes, as the system counts it: Java's, the networks' arrays beside
     * it, and the libraries. 0 where the system does not tell.
     */
    public static long processBytes() {
        try {
            if (Files.exists(STATUS)) {
                return Files.readAllLines(STATUS).stream().filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElse(0);
            }
            return Pointer.physicalBytes();
        } catch (IOException | LinkageError e) {
            LOG.info("The memory of the process is not known", e);
            return 0;
        }
    }

    /** The version of ND4J; empty where its file does not say. */
    public static String nd4jVersion() {
        Properties properties = new Properties();
        try (InputStream in = Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            LOG.info("The version of ND4J is not known", e);
        }
        return properties.getProperty("version", "");
    }

    /** The fastest operations that this machine has. */
    static Operations operations() {
        return OneDnn.instance().<Operations>map(OneDnnOperations::new).orElseGet(Nd4jOperations::new);
    }

    /** Settings that must stand before the first of ND4J's classes loads; what the user set stays. */
    private static void configure() {
        long memory = Runtime.getRuntime().maxMemory();
        setDefault("org.bytedeco.javacpp.maxbytes", Long.toString(2 * memory));
        setDefault("org.bytedeco.javacpp.maxphysicalbytes", Long.toString(4 * memory));
        setDefault("org.nd4j.log.initialization", "false");
        if (System.getenv("OMP_WAIT_POLICY") == null) {
            setEnvironment("OMP_WAIT_POLICY", "passive");
        }
        String threads = System.getProperty(THREADS, "");
        if (System.getenv("OMP_NUM_THREADS") == null && !threads.isEmpty()) {
            setEnvironment("OMP_NUM_THREADS", threads);
        }
        if (Platform.isLinux() && System.getenv("MALLOC_ARENA_MAX") == null) {
            shareArenas();
        }
    }

    /**
     * glibc gives each of many threads a heap of its own, up to eight for each core, and none of them gives back what
     * large arrays have left there: after an hour of work the process holds gigabytes that nobody uses. Two heaps are
     * enough, as what is computed often has its buffers made once. Other C libraries have nothing to set.
     */
    private static void shareArenas() {
        try {
            Function.getFunction("c", "mallopt").invokeInt(new Object[] {M_ARENA_MAX, 2});
        } catch (LinkageError | RuntimeException e) {
            LOG.info("Native memory stays with its threads", e);
        }
    }

    /**
     * OpenMP reads its settings from the process's environment when its library loads, and Java has no way to write
     * there. Threads that wait passively cost a few per cent on an idle machine; spinning ones cost ten times the time
     * as soon as anything else, the window's own drawing, wants a core.
     */
    private static void setEnvironment(String name, String value) {
        try {
            if (Platform.isWindows()) {
                Function.getFunction("msvcrt", "_putenv_s").invokeInt(new Object[] {name, value});
            } else {
                Function.getFunction("c", "setenv").invokeInt(new Object[] {name, value, 1});
            }
        } catch (LinkageError | RuntimeException e) {
            LOG.info("{} could not be set: expect slower runs while the machine is busy", name, e);
        }
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static Status measure() {
        Buffers buffers = new Buffers();
        Operation convolution = operations().convolution(
                new Operations.Convolution(new Kernel(Nd4j.ones(32, 32, 3, 3), null, 1),
                        ConvolutionGeometry.centred(3, 3), Optional.empty()),
                buffers.take(4, 32, 32, 32).assign(1), buffers.take(4, 32, 32, 32), Mode.INFERENCE, buffers);
        int threads = Nd4j.getEnvironment().maxThreads();
        long[] nanoseconds = new long[7];
        for (int i = -2; i < nanoseconds.length; i++) {
            long start = System.nanoTime();
            convolution.forward();
            if (i >= 0) {
                nanoseconds[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanoseconds);
        double work = 2.0 * 4 * 32 * 32 * 32 * 32 * 9;
        double gigaflops = work / nanoseconds[0];
        buffers.close();
        boolean oneDnn = OneDnn.instance().isPresent()
                || NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo().contains("HAVE_ONEDNN");
        boolean fast = oneDnn || gigaflops > SLOW_GIGAFLOPS_PER_THREAD * threads;
        String speed = String.format(Locale.ROOT, "%d %s, %.0f GFLOP/s", threads, threads == 1 ? "thread" : "threads",
                gigaflops);
        return new Status(fast, threads, gigaflops, operations().takesBfloat16(),
                fast ? (oneDnn ? "oneDNN, " : "Native, ") + speed : "Slow: oneDNN is not there (" + speed
                        + "), so expect 10 to 20 times the time. Build "
                        + "Espalier with Maven on this machine; its profile chooses the fastest library published for it.");
    }
}
