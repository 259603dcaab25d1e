package espalier.engine;

/** The same on ND4J's ops alone, as on platforms without oneDNN. */
class Nd4jLayersTest extends LayersTest {

    @Override
    Operations operations() {
        return new Nd4jOperations();
    }
}
