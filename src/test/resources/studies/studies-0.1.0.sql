-- Written by multigpu-mnist 0.1.0, both searches killed in the middle of a trial; see EarlierStudiesTest.
CREATE TABLE alembic_version (
  version_num VARCHAR(32) NOT NULL,
  CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('v3.2.0.a');
CREATE TABLE studies (
  study_id INTEGER NOT NULL,
  study_name VARCHAR(512) NOT NULL,
  PRIMARY KEY (study_id)
);
INSERT INTO "studies" VALUES(1,'g');
INSERT INTO "studies" VALUES(2,'b');
CREATE TABLE study_directions (
  study_direction_id INTEGER NOT NULL,
  direction VARCHAR(8) NOT NULL,
  study_id INTEGER NOT NULL,
  objective INTEGER NOT NULL,
  PRIMARY KEY (study_direction_id),
  UNIQUE (study_id, objective),
  FOREIGN KEY (study_id) REFERENCES studies (study_id)
);
INSERT INTO "study_directions" VALUES(1,'MAXIMIZE',1,0);
INSERT INTO "study_directions" VALUES(2,'MAXIMIZE',2,0);
CREATE TABLE study_system_attributes (
  study_system_attribute_id INTEGER NOT NULL,
  study_id INTEGER,
  "key" VARCHAR(512),
  value_json TEXT,
  PRIMARY KEY (study_system_attribute_id),
  UNIQUE (study_id, "key"),
  FOREIGN KEY (study_id) REFERENCES studies (study_id)
);
INSERT INTO "study_system_attributes" VALUES(1,1,'study:metric_names','["accuracy"]');
INSERT INTO "study_system_attributes" VALUES(2,2,'study:metric_names','["accuracy"]');
CREATE TABLE study_user_attributes (
  study_user_attribute_id INTEGER NOT NULL,
  study_id INTEGER,
  "key" VARCHAR(512),
  value_json TEXT,
  PRIMARY KEY (study_user_attribute_id),
  UNIQUE (study_id, "key"),
  FOREIGN KEY (study_id) REFERENCES studies (study_id)
);
INSERT INTO "study_user_attributes" VALUES(1,1,'multigpu_mnist:kind','"genetic"');
INSERT INTO "study_user_attributes" VALUES(2,1,'multigpu_mnist:settings','{"kind":"genetic","dataset":"idx:data","validation_size":30,"data":"90+30+30 of 5x4x1 e7eb8857","seed":6,"batch_size":8,"max_epochs":6,"patience":5,"keep_last":false,"precision":"float32","pruner":"none","population":6,"retain":0.4,"random_select":0.1,"mutate_chance":0.4}');
INSERT INTO "study_user_attributes" VALUES(3,1,'multigpu_mnist:space','{"name":"small","description":"for a test","genes":{"nb_neurons":[4,8,12,16],"nb_layers":{"low":1,"high":2,"step":1},"activation":["relu","tanh"],"optimizer":["adam","sgd","nadam"],"learning_rate":[3.0E-4,0.001,0.003]}}');
INSERT INTO "study_user_attributes" VALUES(4,1,'multigpu_mnist:extent','{"generations":4}');
INSERT INTO "study_user_attributes" VALUES(5,1,'multigpu_mnist:top','2');
INSERT INTO "study_user_attributes" VALUES(6,1,'multigpu_mnist:test','{"b39b97a911c13609a5679bff634c8f38":0.7,"2ba8b3a6a5e1755dc25f14b1e7257123":0.7}');
INSERT INTO "study_user_attributes" VALUES(7,2,'multigpu_mnist:kind','"brute"');
INSERT INTO "study_user_attributes" VALUES(8,2,'multigpu_mnist:settings','{"kind":"brute","dataset":"idx:data","validation_size":30,"data":"90+30+30 of 5x4x1 e7eb8857","seed":6,"batch_size":8,"max_epochs":6,"patience":5,"keep_last":false,"precision":"float32","pruner":"none","shuffle":false}');
INSERT INTO "study_user_attributes" VALUES(9,2,'multigpu_mnist:space','{"name":"small","description":"for a test","genes":{"nb_neurons":[4,8,12,16],"nb_layers":{"low":1,"high":2,"step":1},"activation":["relu","tanh"],"optimizer":["adam","sgd","nadam"],"learning_rate":[3.0E-4,0.001,0.003]}}');
INSERT INTO "study_user_attributes" VALUES(10,2,'multigpu_mnist:extent','{"limit":5}');
INSERT INTO "study_user_attributes" VALUES(11,2,'multigpu_mnist:top','2');
CREATE TABLE trial_heartbeats (
  trial_heartbeat_id INTEGER NOT NULL,
  trial_id INTEGER NOT NULL,
  heartbeat DATETIME NOT NULL,
  PRIMARY KEY (trial_heartbeat_id),
  UNIQUE (trial_id),
  FOREIGN KEY (trial_id) REFERENCES trials (trial_id)
);
CREATE TABLE trial_intermediate_values (
  trial_intermediate_value_id INTEGER NOT NULL,
  trial_id INTEGER NOT NULL,
  step INTEGER NOT NULL,
  intermediate_value FLOAT,
  intermediate_value_type VARCHAR(7) NOT NULL,
  PRIMARY KEY (trial_intermediate_value_id),
  UNIQUE (trial_id, step),
  FOREIGN KEY (trial_id) REFERENCES trials (trial_id)
);
INSERT INTO "trial_intermediate_values" VALUES(1,1,1,1.33333333333333331482e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(2,1,2,1.33333333333333331482e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(3,1,3,1.33333333333333331482e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(4,1,4,0.2,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(5,1,5,2.66666666666666662965e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(6,1,6,0.3,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(7,2,1,4.66666666666666674068e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(8,2,2,5.33333333333333325931e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(9,2,3,5.33333333333333325931e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(10,2,4,6.33333333333333303727e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(11,2,5,6.33333333333333303727e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(12,2,6,0.7,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(13,3,1,6.33333333333333303727e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(14,3,2,6.33333333333333303727e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(15,3,3,6.33333333333333303727e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(16,3,4,6.66666666666666629659e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(17,3,5,6.66666666666666629659e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(18,3,6,0.7,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(19,4,1,4.66666666666666674068e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(20,4,2,4.33333333333333348136e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(21,4,3,4.33333333333333348136e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(22,4,4,0.4,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(23,4,5,0.4,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(24,4,6,4.33333333333333348136e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(25,5,1,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(26,5,2,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(27,5,3,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(28,5,4,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(29,5,5,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(30,5,6,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(31,6,1,6.66666666666666657414e-02,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(32,6,2,0.1,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(33,6,3,2.66666666666666662965e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(34,6,4,2.66666666666666662965e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(35,6,5,2.33333333333333337034e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(36,6,6,5.66666666666666651863e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(37,7,1,2.66666666666666662965e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(38,7,2,2.66666666666666662965e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(39,7,3,2.66666666666666662965e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(40,7,4,2.66666666666666662965e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(41,7,5,2.66666666666666662965e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(42,7,6,2.66666666666666662965e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(43,8,1,3.66666666666666640761e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(44,8,2,3.66666666666666640761e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(45,8,3,3.66666666666666640761e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(46,8,4,3.66666666666666640761e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(47,8,5,0.4,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(48,8,6,4.33333333333333348136e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(49,9,1,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(50,9,2,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(51,9,3,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(52,9,4,4.66666666666666674068e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(53,9,5,6.33333333333333303727e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(54,9,6,0.7,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(55,10,1,1.33333333333333331482e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(56,10,2,1.33333333333333331482e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(57,10,3,0.1,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(58,10,4,0.1,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(59,10,5,0.1,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(60,10,6,1.66666666666666657414e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(61,11,1,5.33333333333333325931e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(62,11,2,5.66666666666666651863e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(63,11,3,6.66666666666666629659e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(64,12,1,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(65,12,2,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(66,12,3,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(67,12,4,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(68,12,5,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(69,12,6,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(70,13,1,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(71,13,2,3.66666666666666640761e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(72,13,3,0.4,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(73,13,4,4.66666666666666674068e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(74,13,5,0.5,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(75,13,6,0.5,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(76,14,1,0.6,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(77,14,2,6.33333333333333303727e-01,'FINITE');
INSERT INTO "trial_intermediate_values" VALUES(78,14,3,6.33333333333333303727e-01,'FINITE');
CREATE TABLE trial_params (
  param_id INTEGER NOT NULL,
  trial_id INTEGER,
  param_name VARCHAR(512),
  param_value FLOAT,
  distribution_json TEXT,
  PRIMARY KEY (param_id),
  UNIQUE (trial_id, param_name),
  FOREIGN KEY (trial_id) REFERENCES trials (trial_id)
);
INSERT INTO "trial_params" VALUES(1,1,'nb_neurons',3.0,'{"name":"CategoricalDistribution","attributes":{"choices":[4,8,12,16]}}');
INSERT INTO "trial_params" VALUES(2,1,'nb_layers',2.0,'{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":2}}');
INSERT INTO "trial_params" VALUES(3,1,'activation',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["relu","tanh"]}}');
INSERT INTO "trial_params" VALUES(4,1,'optimizer',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["adam","sgd","nadam"]}}');
INSERT INTO "trial_params" VALUES(5,1,'learning_rate',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":[3.0E-4,0.001,0.003]}}');
INSERT INTO "trial_params" VALUES(6,2,'nb_neurons',3.0,'{"name":"CategoricalDistribution","attributes":{"choices":[4,8,12,16]}}');
INSERT INTO "trial_params" VALUES(7,2,'nb_layers',1.0,'{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":2}}');
INSERT INTO "trial_params" VALUES(8,2,'activation',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["relu","tanh"]}}');
INSERT INTO "trial_params" VALUES(9,2,'optimizer',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["adam","sgd","nadam"]}}');
INSERT INTO "trial_params" VALUES(10,2,'learning_rate',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":[3.0E-4,0.001,0.003]}}');
INSERT INTO "trial_params" VALUES(11,3,'nb_neurons',2.0,'{"name":"CategoricalDistribution","attributes":{"choices":[4,8,12,16]}}');
INSERT INTO "trial_params" VALUES(12,3,'nb_layers',1.0,'{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":2}}');
INSERT INTO "trial_params" VALUES(13,3,'activation',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":["relu","tanh"]}}');
INSERT INTO "trial_params" VALUES(14,3,'optimizer',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["adam","sgd","nadam"]}}');
INSERT INTO "trial_params" VALUES(15,3,'learning_rate',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":[3.0E-4,0.001,0.003]}}');
INSERT INTO "trial_params" VALUES(16,4,'nb_neurons',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":[4,8,12,16]}}');
INSERT INTO "trial_params" VALUES(17,4,'nb_layers',2.0,'{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":2}}');
INSERT INTO "trial_params" VALUES(18,4,'activation',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":["relu","tanh"]}}');
INSERT INTO "trial_params" VALUES(19,4,'optimizer',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["adam","sgd","nadam"]}}');
INSERT INTO "trial_params" VALUES(20,4,'learning_rate',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":[3.0E-4,0.001,0.003]}}');
INSERT INTO "trial_params" VALUES(21,5,'nb_neurons',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":[4,8,12,16]}}');
INSERT INTO "trial_params" VALUES(22,5,'nb_layers',1.0,'{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":2}}');
INSERT INTO "trial_params" VALUES(23,5,'activation',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":["relu","tanh"]}}');
INSERT INTO "trial_params" VALUES(24,5,'optimizer',2.0,'{"name":"CategoricalDistribution","attributes":{"choices":["adam","sgd","nadam"]}}');
INSERT INTO "trial_params" VALUES(25,5,'learning_rate',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":[3.0E-4,0.001,0.003]}}');
INSERT INTO "trial_params" VALUES(26,6,'nb_neurons',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":[4,8,12,16]}}');
INSERT INTO "trial_params" VALUES(27,6,'nb_layers',2.0,'{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":2}}');
INSERT INTO "trial_params" VALUES(28,6,'activation',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":["relu","tanh"]}}');
INSERT INTO "trial_params" VALUES(29,6,'optimizer',2.0,'{"name":"CategoricalDistribution","attributes":{"choices":["adam","sgd","nadam"]}}');
INSERT INTO "trial_params" VALUES(30,6,'learning_rate',2.0,'{"name":"CategoricalDistribution","attributes":{"choices":[3.0E-4,0.001,0.003]}}');
INSERT INTO "trial_params" VALUES(31,7,'nb_neurons',3.0,'{"name":"CategoricalDistribution","attributes":{"choices":[4,8,12,16]}}');
INSERT INTO "trial_params" VALUES(32,7,'nb_layers',1.0,'{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":2}}');
INSERT INTO "trial_params" VALUES(33,7,'activation',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["relu","tanh"]}}');
INSERT INTO "trial_params" VALUES(34,7,'optimizer',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["adam","sgd","nadam"]}}');
INSERT INTO "trial_params" VALUES(35,7,'learning_rate',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":[3.0E-4,0.001,0.003]}}');
INSERT INTO "trial_params" VALUES(36,8,'nb_neurons',3.0,'{"name":"CategoricalDistribution","attributes":{"choices":[4,8,12,16]}}');
INSERT INTO "trial_params" VALUES(37,8,'nb_layers',1.0,'{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":2}}');
INSERT INTO "trial_params" VALUES(38,8,'activation',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":["relu","tanh"]}}');
INSERT INTO "trial_params" VALUES(39,8,'optimizer',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["adam","sgd","nadam"]}}');
INSERT INTO "trial_params" VALUES(40,8,'learning_rate',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":[3.0E-4,0.001,0.003]}}');
INSERT INTO "trial_params" VALUES(41,9,'nb_neurons',2.0,'{"name":"CategoricalDistribution","attributes":{"choices":[4,8,12,16]}}');
INSERT INTO "trial_params" VALUES(42,9,'nb_layers',1.0,'{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":2}}');
INSERT INTO "trial_params" VALUES(43,9,'activation',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":["relu","tanh"]}}');
INSERT INTO "trial_params" VALUES(44,9,'optimizer',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["adam","sgd","nadam"]}}');
INSERT INTO "trial_params" VALUES(45,9,'learning_rate',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":[3.0E-4,0.001,0.003]}}');
INSERT INTO "trial_params" VALUES(46,10,'nb_neurons',3.0,'{"name":"CategoricalDistribution","attributes":{"choices":[4,8,12,16]}}');
INSERT INTO "trial_params" VALUES(47,10,'nb_layers',1.0,'{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":2}}');
INSERT INTO "trial_params" VALUES(48,10,'activation',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":["relu","tanh"]}}');
INSERT INTO "trial_params" VALUES(49,10,'optimizer',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["adam","sgd","nadam"]}}');
INSERT INTO "trial_params" VALUES(50,10,'learning_rate',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":[3.0E-4,0.001,0.003]}}');
INSERT INTO "trial_params" VALUES(51,11,'nb_neurons',2.0,'{"name":"CategoricalDistribution","attributes":{"choices":[4,8,12,16]}}');
INSERT INTO "trial_params" VALUES(52,11,'nb_layers',1.0,'{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":2}}');
INSERT INTO "trial_params" VALUES(53,11,'activation',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["relu","tanh"]}}');
INSERT INTO "trial_params" VALUES(54,11,'optimizer',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["adam","sgd","nadam"]}}');
INSERT INTO "trial_params" VALUES(55,11,'learning_rate',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":[3.0E-4,0.001,0.003]}}');
INSERT INTO "trial_params" VALUES(56,12,'nb_neurons',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":[4,8,12,16]}}');
INSERT INTO "trial_params" VALUES(57,12,'nb_layers',1.0,'{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":2}}');
INSERT INTO "trial_params" VALUES(58,12,'activation',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["relu","tanh"]}}');
INSERT INTO "trial_params" VALUES(59,12,'optimizer',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["adam","sgd","nadam"]}}');
INSERT INTO "trial_params" VALUES(60,12,'learning_rate',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":[3.0E-4,0.001,0.003]}}');
INSERT INTO "trial_params" VALUES(61,13,'nb_neurons',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":[4,8,12,16]}}');
INSERT INTO "trial_params" VALUES(62,13,'nb_layers',1.0,'{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":2}}');
INSERT INTO "trial_params" VALUES(63,13,'activation',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["relu","tanh"]}}');
INSERT INTO "trial_params" VALUES(64,13,'optimizer',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["adam","sgd","nadam"]}}');
INSERT INTO "trial_params" VALUES(65,13,'learning_rate',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":[3.0E-4,0.001,0.003]}}');
INSERT INTO "trial_params" VALUES(66,14,'nb_neurons',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":[4,8,12,16]}}');
INSERT INTO "trial_params" VALUES(67,14,'nb_layers',1.0,'{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":2}}');
INSERT INTO "trial_params" VALUES(68,14,'activation',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["relu","tanh"]}}');
INSERT INTO "trial_params" VALUES(69,14,'optimizer',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["adam","sgd","nadam"]}}');
INSERT INTO "trial_params" VALUES(70,14,'learning_rate',2.0,'{"name":"CategoricalDistribution","attributes":{"choices":[3.0E-4,0.001,0.003]}}');
INSERT INTO "trial_params" VALUES(71,15,'nb_neurons',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":[4,8,12,16]}}');
INSERT INTO "trial_params" VALUES(72,15,'nb_layers',1.0,'{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":2}}');
INSERT INTO "trial_params" VALUES(73,15,'activation',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["relu","tanh"]}}');
INSERT INTO "trial_params" VALUES(74,15,'optimizer',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":["adam","sgd","nadam"]}}');
INSERT INTO "trial_params" VALUES(75,15,'learning_rate',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":[3.0E-4,0.001,0.003]}}');
INSERT INTO "trial_params" VALUES(76,16,'nb_neurons',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":[4,8,12,16]}}');
INSERT INTO "trial_params" VALUES(77,16,'nb_layers',1.0,'{"name":"IntDistribution","attributes":{"log":false,"step":1,"low":1,"high":2}}');
INSERT INTO "trial_params" VALUES(78,16,'activation',0.0,'{"name":"CategoricalDistribution","attributes":{"choices":["relu","tanh"]}}');
INSERT INTO "trial_params" VALUES(79,16,'optimizer',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":["adam","sgd","nadam"]}}');
INSERT INTO "trial_params" VALUES(80,16,'learning_rate',1.0,'{"name":"CategoricalDistribution","attributes":{"choices":[3.0E-4,0.001,0.003]}}');
CREATE TABLE trial_system_attributes (
  trial_system_attribute_id INTEGER NOT NULL,
  trial_id INTEGER,
  "key" VARCHAR(512),
  value_json TEXT,
  PRIMARY KEY (trial_system_attribute_id),
  UNIQUE (trial_id, "key"),
  FOREIGN KEY (trial_id) REFERENCES trials (trial_id)
);
INSERT INTO "trial_system_attributes" VALUES(1,1,'NSGAIISampler:generation','0');
INSERT INTO "trial_system_attributes" VALUES(2,2,'NSGAIISampler:generation','0');
INSERT INTO "trial_system_attributes" VALUES(3,3,'NSGAIISampler:generation','0');
INSERT INTO "trial_system_attributes" VALUES(4,4,'NSGAIISampler:generation','0');
INSERT INTO "trial_system_attributes" VALUES(5,5,'NSGAIISampler:generation','0');
INSERT INTO "trial_system_attributes" VALUES(6,6,'NSGAIISampler:generation','0');
INSERT INTO "trial_system_attributes" VALUES(7,1,'multigpu_mnist:claim','"017a5e95-48d9-481e-8340-1b492576ae17"');
INSERT INTO "trial_system_attributes" VALUES(8,2,'multigpu_mnist:claim','"1b520ec4-a938-47c6-b899-4d734921495b"');
INSERT INTO "trial_system_attributes" VALUES(9,3,'multigpu_mnist:claim','"d9ed2b87-bf63-43b8-9a7d-27bde6236053"');
INSERT INTO "trial_system_attributes" VALUES(10,4,'multigpu_mnist:claim','"b3cdb430-e76e-4018-9a3d-bba597b27aaa"');
INSERT INTO "trial_system_attributes" VALUES(11,5,'multigpu_mnist:claim','"10d69c1c-bce6-45de-b73a-31e5ffc7c1e6"');
INSERT INTO "trial_system_attributes" VALUES(12,6,'multigpu_mnist:claim','"34284ae2-f194-4dac-9b93-fced63bb1094"');
INSERT INTO "trial_system_attributes" VALUES(13,7,'NSGAIISampler:generation','1');
INSERT INTO "trial_system_attributes" VALUES(14,8,'NSGAIISampler:generation','1');
INSERT INTO "trial_system_attributes" VALUES(15,9,'NSGAIISampler:generation','1');
INSERT INTO "trial_system_attributes" VALUES(16,7,'multigpu_mnist:claim','"276b9040-bf7a-4d07-9323-a9f508326c3c"');
INSERT INTO "trial_system_attributes" VALUES(17,8,'multigpu_mnist:claim','"def38930-d16a-46ed-b2ac-eea1541004e8"');
INSERT INTO "trial_system_attributes" VALUES(18,9,'multigpu_mnist:claim','"23b6616a-9109-4e6d-af44-37a780f6b8b1"');
INSERT INTO "trial_system_attributes" VALUES(19,10,'NSGAIISampler:generation','2');
INSERT INTO "trial_system_attributes" VALUES(20,11,'NSGAIISampler:generation','2');
INSERT INTO "trial_system_attributes" VALUES(21,10,'multigpu_mnist:claim','"41419f6f-279f-4eeb-9411-be990132327d"');
INSERT INTO "trial_system_attributes" VALUES(22,11,'multigpu_mnist:claim','"d5160c37-f783-4e2c-980a-846a27d07f37"');
INSERT INTO "trial_system_attributes" VALUES(23,12,'multigpu_mnist:claim','"c93d71e0-b508-4a64-90b2-1fb5cb435a4c"');
INSERT INTO "trial_system_attributes" VALUES(24,13,'multigpu_mnist:claim','"faf7405b-7a86-465f-bfad-db3f9c902a51"');
INSERT INTO "trial_system_attributes" VALUES(25,14,'multigpu_mnist:claim','"b06622a3-6ae6-462c-9fe1-b97d6877e683"');
CREATE TABLE trial_user_attributes (
  trial_user_attribute_id INTEGER NOT NULL,
  trial_id INTEGER,
  "key" VARCHAR(512),
  value_json TEXT,
  PRIMARY KEY (trial_user_attribute_id),
  UNIQUE (trial_id, "key"),
  FOREIGN KEY (trial_id) REFERENCES trials (trial_id)
);
INSERT INTO "trial_user_attributes" VALUES(1,1,'fingerprint','"d3c51b69b2e238af2d12395b40953830"');
INSERT INTO "trial_user_attributes" VALUES(2,1,'seed','2464229808053041');
INSERT INTO "trial_user_attributes" VALUES(3,1,'generation','0');
INSERT INTO "trial_user_attributes" VALUES(4,2,'fingerprint','"2ba8b3a6a5e1755dc25f14b1e7257123"');
INSERT INTO "trial_user_attributes" VALUES(5,2,'seed','988417986981680');
INSERT INTO "trial_user_attributes" VALUES(6,2,'generation','0');
INSERT INTO "trial_user_attributes" VALUES(7,3,'fingerprint','"bba09e05883815b4b90a4afe722b1e1d"');
INSERT INTO "trial_user_attributes" VALUES(8,3,'seed','2031106845573255');
INSERT INTO "trial_user_attributes" VALUES(9,3,'generation','0');
INSERT INTO "trial_user_attributes" VALUES(10,4,'fingerprint','"cdfa475bbfd8ef89295160f04eebcd33"');
INSERT INTO "trial_user_attributes" VALUES(11,4,'seed','581242114801409');
INSERT INTO "trial_user_attributes" VALUES(12,4,'generation','0');
INSERT INTO "trial_user_attributes" VALUES(13,5,'fingerprint','"f26e06fb44207ea565f01aa9927f8a29"');
INSERT INTO "trial_user_attributes" VALUES(14,5,'seed','1313513220758047');
INSERT INTO "trial_user_attributes" VALUES(15,5,'generation','0');
INSERT INTO "trial_user_attributes" VALUES(16,6,'fingerprint','"991b29c9cac4d85199f6b1a1142335de"');
INSERT INTO "trial_user_attributes" VALUES(17,6,'seed','2912485702351804');
INSERT INTO "trial_user_attributes" VALUES(18,6,'generation','0');
INSERT INTO "trial_user_attributes" VALUES(19,1,'worker','"machine:1 [/cpu:0]"');
INSERT INTO "trial_user_attributes" VALUES(20,1,'epochs','6');
INSERT INTO "trial_user_attributes" VALUES(21,1,'best_epoch','6');
INSERT INTO "trial_user_attributes" VALUES(22,1,'validation_loss','1.1085968017578125');
INSERT INTO "trial_user_attributes" VALUES(23,1,'seconds','2.304442168');
INSERT INTO "trial_user_attributes" VALUES(24,1,'parameters','659');
INSERT INTO "trial_user_attributes" VALUES(25,2,'worker','"machine:1 [/cpu:0]"');
INSERT INTO "trial_user_attributes" VALUES(26,2,'epochs','6');
INSERT INTO "trial_user_attributes" VALUES(27,2,'best_epoch','6');
INSERT INTO "trial_user_attributes" VALUES(28,2,'validation_loss','0.9792743682861328');
INSERT INTO "trial_user_attributes" VALUES(29,2,'seconds','0.430410825');
INSERT INTO "trial_user_attributes" VALUES(30,2,'parameters','387');
INSERT INTO "trial_user_attributes" VALUES(31,3,'worker','"machine:1 [/cpu:0]"');
INSERT INTO "trial_user_attributes" VALUES(32,3,'epochs','6');
INSERT INTO "trial_user_attributes" VALUES(33,3,'best_epoch','6');
INSERT INTO "trial_user_attributes" VALUES(34,3,'validation_loss','1.0098939895629884');
INSERT INTO "trial_user_attributes" VALUES(35,3,'seconds','0.468435029');
INSERT INTO "trial_user_attributes" VALUES(36,3,'parameters','291');
INSERT INTO "trial_user_attributes" VALUES(37,4,'worker','"machine:1 [/cpu:0]"');
INSERT INTO "trial_user_attributes" VALUES(38,4,'epochs','6');
INSERT INTO "trial_user_attributes" VALUES(39,4,'best_epoch','6');
INSERT INTO "trial_user_attributes" VALUES(40,4,'validation_loss','1.0119793574015299');
INSERT INTO "trial_user_attributes" VALUES(41,4,'seconds','0.497904435');
INSERT INTO "trial_user_attributes" VALUES(42,4,'parameters','267');
INSERT INTO "trial_user_attributes" VALUES(43,5,'worker','"machine:1 [/cpu:0]"');
INSERT INTO "trial_user_attributes" VALUES(44,5,'epochs','6');
INSERT INTO "trial_user_attributes" VALUES(45,5,'best_epoch','6');
INSERT INTO "trial_user_attributes" VALUES(46,5,'validation_loss','1.0441258748372395');
INSERT INTO "trial_user_attributes" VALUES(47,5,'seconds','0.347499156');
INSERT INTO "trial_user_attributes" VALUES(48,5,'parameters','195');
INSERT INTO "trial_user_attributes" VALUES(49,6,'worker','"machine:1 [/cpu:0]"');
INSERT INTO "trial_user_attributes" VALUES(50,6,'epochs','6');
INSERT INTO "trial_user_attributes" VALUES(51,6,'best_epoch','6');
INSERT INTO "trial_user_attributes" VALUES(52,6,'validation_loss','1.0330880482991536');
INSERT INTO "trial_user_attributes" VALUES(53,6,'seconds','0.424542997');
INSERT INTO "trial_user_attributes" VALUES(54,6,'parameters','119');
INSERT INTO "trial_user_attributes" VALUES(55,7,'fingerprint','"b37e6a50ecf0c4a70430c42248117962"');
INSERT INTO "trial_user_attributes" VALUES(56,7,'seed','165774527811763');
INSERT INTO "trial_user_attributes" VALUES(57,7,'generation','1');
INSERT INTO "trial_user_attributes" VALUES(58,8,'fingerprint','"1ab3f6b79eee3ecf3294ca4db6da4b11"');
INSERT INTO "trial_user_attributes" VALUES(59,8,'seed','975829854169086');
INSERT INTO "trial_user_attributes" VALUES(60,8,'generation','1');
INSERT INTO "trial_user_attributes" VALUES(61,9,'fingerprint','"b39b97a911c13609a5679bff634c8f38"');
INSERT INTO "trial_user_attributes" VALUES(62,9,'seed','3685998756839241');
INSERT INTO "trial_user_attributes" VALUES(63,9,'generation','1');
INSERT INTO "trial_user_attributes" VALUES(64,7,'worker','"machine:1 [/cpu:0]"');
INSERT INTO "trial_user_attributes" VALUES(65,7,'epochs','6');
INSERT INTO "trial_user_attributes" VALUES(66,7,'best_epoch','6');
INSERT INTO "trial_user_attributes" VALUES(67,7,'validation_loss','1.042973518371582');
INSERT INTO "trial_user_attributes" VALUES(68,7,'seconds','0.310886784');
INSERT INTO "trial_user_attributes" VALUES(69,7,'parameters','387');
INSERT INTO "trial_user_attributes" VALUES(70,8,'worker','"machine:1 [/cpu:0]"');
INSERT INTO "trial_user_attributes" VALUES(71,8,'epochs','6');
INSERT INTO "trial_user_attributes" VALUES(72,8,'best_epoch','6');
INSERT INTO "trial_user_attributes" VALUES(73,8,'validation_loss','1.001612408955892');
INSERT INTO "trial_user_attributes" VALUES(74,8,'seconds','0.262008055');
INSERT INTO "trial_user_attributes" VALUES(75,8,'parameters','387');
INSERT INTO "trial_user_attributes" VALUES(76,9,'worker','"machine:1 [/cpu:0]"');
INSERT INTO "trial_user_attributes" VALUES(77,9,'epochs','6');
INSERT INTO "trial_user_attributes" VALUES(78,9,'best_epoch','6');
INSERT INTO "trial_user_attributes" VALUES(79,9,'validation_loss','0.9407002766927083');
INSERT INTO "trial_user_attributes" VALUES(80,9,'seconds','0.441350166');
INSERT INTO "trial_user_attributes" VALUES(81,9,'parameters','291');
INSERT INTO "trial_user_attributes" VALUES(82,10,'fingerprint','"091ae4f29a420ae0c4cba7b00cace070"');
INSERT INTO "trial_user_attributes" VALUES(83,10,'seed','3077724004247144');
INSERT INTO "trial_user_attributes" VALUES(84,10,'generation','2');
INSERT INTO "trial_user_attributes" VALUES(85,11,'fingerprint','"d5c9c81a77d626ac1ac9a98355aeddfc"');
INSERT INTO "trial_user_attributes" VALUES(86,11,'seed','2192716185297381');
INSERT INTO "trial_user_attributes" VALUES(87,11,'generation','2');
INSERT INTO "trial_user_attributes" VALUES(88,10,'worker','"machine:1 [/cpu:0]"');
INSERT INTO "trial_user_attributes" VALUES(89,10,'epochs','6');
INSERT INTO "trial_user_attributes" VALUES(90,10,'best_epoch','6');
INSERT INTO "trial_user_attributes" VALUES(91,10,'validation_loss','1.1642987569173178');
INSERT INTO "trial_user_attributes" VALUES(92,10,'seconds','2.643788762');
INSERT INTO "trial_user_attributes" VALUES(93,10,'parameters','387');
INSERT INTO "trial_user_attributes" VALUES(94,11,'worker','"machine:1 [/cpu:0]"');
INSERT INTO "trial_user_attributes" VALUES(95,12,'fingerprint','"f6207434fcdc793c77893d6c170d5671"');
INSERT INTO "trial_user_attributes" VALUES(96,12,'seed','2098577600521602');
INSERT INTO "trial_user_attributes" VALUES(97,13,'fingerprint','"f5c2e6d9a4b6ac5b961997a8ecb23c74"');
INSERT INTO "trial_user_attributes" VALUES(98,13,'seed','2628289621138189');
INSERT INTO "trial_user_attributes" VALUES(99,14,'fingerprint','"09e4dcd5bc61cb8e61c0d609294c67bb"');
INSERT INTO "trial_user_attributes" VALUES(100,14,'seed','2102718631959231');
INSERT INTO "trial_user_attributes" VALUES(101,15,'fingerprint','"4283be24143049e83aad7cc6bbfbac8b"');
INSERT INTO "trial_user_attributes" VALUES(102,15,'seed','4168308804999606');
INSERT INTO "trial_user_attributes" VALUES(103,16,'fingerprint','"56d2fa9e7391e7a0e17d17e590a6be02"');
INSERT INTO "trial_user_attributes" VALUES(104,16,'seed','2220781488749714');
INSERT INTO "trial_user_attributes" VALUES(105,12,'worker','"machine:1 [/cpu:0]"');
INSERT INTO "trial_user_attributes" VALUES(106,12,'epochs','6');
INSERT INTO "trial_user_attributes" VALUES(107,12,'best_epoch','6');
INSERT INTO "trial_user_attributes" VALUES(108,12,'validation_loss','1.1334007263183594');
INSERT INTO "trial_user_attributes" VALUES(109,12,'seconds','1.981736759');
INSERT INTO "trial_user_attributes" VALUES(110,12,'parameters','99');
INSERT INTO "trial_user_attributes" VALUES(111,13,'worker','"machine:1 [/cpu:0]"');
INSERT INTO "trial_user_attributes" VALUES(112,13,'epochs','6');
INSERT INTO "trial_user_attributes" VALUES(113,13,'best_epoch','6');
INSERT INTO "trial_user_attributes" VALUES(114,13,'validation_loss','1.0041894912719727');
INSERT INTO "trial_user_attributes" VALUES(115,13,'seconds','0.304378206');
INSERT INTO "trial_user_attributes" VALUES(116,13,'parameters','99');
INSERT INTO "trial_user_attributes" VALUES(117,14,'worker','"machine:1 [/cpu:0]"');
CREATE TABLE trial_values (
  trial_value_id INTEGER NOT NULL,
  trial_id INTEGER NOT NULL,
  objective INTEGER NOT NULL,
  value FLOAT,
  value_type VARCHAR(7) NOT NULL,
  PRIMARY KEY (trial_value_id),
  UNIQUE (trial_id, objective),
  FOREIGN KEY (trial_id) REFERENCES trials (trial_id)
);
INSERT INTO "trial_values" VALUES(1,1,0,0.3,'FINITE');
INSERT INTO "trial_values" VALUES(2,2,0,0.7,'FINITE');
INSERT INTO "trial_values" VALUES(3,3,0,0.7,'FINITE');
INSERT INTO "trial_values" VALUES(4,4,0,4.33333333333333348136e-01,'FINITE');
INSERT INTO "trial_values" VALUES(5,5,0,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_values" VALUES(6,6,0,5.66666666666666651863e-01,'FINITE');
INSERT INTO "trial_values" VALUES(7,7,0,2.66666666666666662965e-01,'FINITE');
INSERT INTO "trial_values" VALUES(8,8,0,4.33333333333333348136e-01,'FINITE');
INSERT INTO "trial_values" VALUES(9,9,0,0.7,'FINITE');
INSERT INTO "trial_values" VALUES(10,10,0,1.66666666666666657414e-01,'FINITE');
INSERT INTO "trial_values" VALUES(11,12,0,3.33333333333333314829e-01,'FINITE');
INSERT INTO "trial_values" VALUES(12,13,0,0.5,'FINITE');
CREATE TABLE trials (
  trial_id INTEGER NOT NULL,
  number INTEGER,
  study_id INTEGER,
  state VARCHAR(8) NOT NULL,
  datetime_start DATETIME,
  datetime_complete DATETIME,
  PRIMARY KEY (trial_id),
  FOREIGN KEY (study_id) REFERENCES studies (study_id)
);
INSERT INTO "trials" VALUES(1,0,1,'COMPLETE','2026-11-25 14:15:13.691765','2026-11-25 14:15:16.037047');
INSERT INTO "trials" VALUES(2,1,1,'COMPLETE','2026-11-25 14:15:16.051714','2026-11-25 14:15:16.497283');
INSERT INTO "trials" VALUES(3,2,1,'COMPLETE','2026-11-25 14:15:16.509104','2026-11-25 14:15:16.988320');
INSERT INTO "trials" VALUES(4,3,1,'COMPLETE','2026-11-25 14:15:16.999556','2026-11-25 14:15:17.507886');
INSERT INTO "trials" VALUES(5,4,1,'COMPLETE','2026-11-25 14:15:17.522826','2026-11-25 14:15:17.882285');
INSERT INTO "trials" VALUES(6,5,1,'COMPLETE','2026-11-25 14:15:17.905004','2026-11-25 14:15:18.345276');
INSERT INTO "trials" VALUES(7,6,1,'COMPLETE','2026-11-25 14:15:18.385624','2026-11-25 14:15:18.704980');
INSERT INTO "trials" VALUES(8,7,1,'COMPLETE','2026-11-25 14:15:18.709309','2026-11-25 14:15:18.983325');
INSERT INTO "trials" VALUES(9,8,1,'COMPLETE','2026-11-25 14:15:19.000594','2026-11-25 14:15:19.449897');
INSERT INTO "trials" VALUES(10,9,1,'COMPLETE','2026-11-25 14:15:22.603110','2026-11-25 14:15:25.324519');
INSERT INTO "trials" VALUES(11,10,1,'RUNNING','2026-11-25 14:15:25.340276',NULL);
INSERT INTO "trials" VALUES(12,0,2,'COMPLETE','2026-11-25 14:15:28.035388','2026-11-25 14:15:30.210096');
INSERT INTO "trials" VALUES(13,1,2,'COMPLETE','2026-11-25 14:15:30.221516','2026-11-25 14:15:30.535905');
INSERT INTO "trials" VALUES(14,2,2,'RUNNING','2026-11-25 14:15:30.548804',NULL);
INSERT INTO "trials" VALUES(15,3,2,'WAITING',NULL,NULL);
INSERT INTO "trials" VALUES(16,4,2,'WAITING',NULL,NULL);
CREATE TABLE version_info (
  version_info_id INTEGER NOT NULL,
  schema_version INTEGER,
  library_version VARCHAR(256),
  PRIMARY KEY (version_info_id),
  CHECK (version_info_id = 1)
);
INSERT INTO "version_info" VALUES(1,12,'5.0.0');
CREATE UNIQUE INDEX ix_studies_study_name ON studies (study_name);
CREATE INDEX ix_trials_study_id ON trials (study_id);
